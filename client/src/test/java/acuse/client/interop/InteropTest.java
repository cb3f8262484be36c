package acuse.client.interop;

import acuse.common.testing.NoStrayOutput;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Marks a class whose tests need programs that a plain build does not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InteropTest.OnlyWhenAskedFor.class)
@interface InteropTest {
  /** Surefire does not show why a test was left out, so this says it. */
  final class OnlyWhenAskedFor implements ExecutionCondition {
    private static final String LEFT_OUT =
        "The interop suite is left out: it needs nc, ncat, socat, telnet, tmux, tshark, expect, python3,"
            + " openssl, haproxy, curl, dig, chromium, promtool, systemd-analyze, ip and unshare;"
            + " mvn verify -Dacuse.interop=true runs it.";

    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Boolean.getBoolean("acuse.interop")) {
        return ConditionEvaluationResult.enabled("asked for");
      }
      if (SAID.compareAndSet(false, true)) {
        NoStrayOutput.note(LEFT_OUT);
      }
      return ConditionEvaluationResult.disabled(LEFT_OUT);
    }
  }
}
