package acuse.client.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Marks a class whose tests need programs that a plain build does not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
    named = "acuse.interop",
    matches = "true",
    disabledReason = "needs nc, ncat, socat, telnet and python3: run with -Dacuse.interop=true")
@interface InteropTest {}
