package acuse.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.common.tls.PemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private TestAuthority authority;
  private Path certificate;
  private Path key;
  private ServerTls tls;
  private CertificateWatch watch;

  @BeforeEach
  void load() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    certificate = folder.resolve("server.pem");
    key = folder.resolve("server.key");
    renew(authority.forLocalhost());
    tls = ServerTls.load(TlsConfig.with(certificate, key));
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void whatIsRenewedOnDiskIsTakenUp() throws Exception {
    Issued next = authority.forLocalhost();
    watch = watch(OFTEN);
    renew(next);
    awaitRenewed();
    assertThat(tls.certificate()).isEqualTo(next.bundle().getCertificate());
  }

  @Test
  void whatIsAskedForIsTakenUpAtOnce() throws Exception {
    Issued next = authority.forLocalhost();
    watch = watch(NEVER);
    renew(next);
    watch.reloadNow();
    awaitRenewed();
    assertThat(tls.certificate()).isEqualTo(next.bundle().getCertificate());
  }

  @Test
  void aBrokenFileIsSaidOnceAndKeepsTheOld() throws Exception {
    Issued next = authority.forLocalhost();
    var before = tls.certificate();
    watch = watch(OFTEN);
    Files.writeString(certificate, "broken");
    assertThat(nextTold()).isEqualTo("NO_CERTIFICATE");
    assertThat(tls.certificate()).isEqualTo(before);
    renew(next);
    awaitRenewed();
    assertThat(tls.certificate()).isEqualTo(next.bundle().getCertificate());
  }

  @Test
  void aFileThatIsGoneKeepsTheOld() throws Exception {
    watch = watch(OFTEN);
    Files.delete(key);
    assertThat(nextTold()).isEqualTo("UNREADABLE");
  }

  @Test
  void aBrokenChainIsSaidAndTheNextRenewalIsTakenUp() throws Exception {
    Issued next = authority.forLocalhost();
    watch = watch(OFTEN);
    Path broken = folder.resolve("broken");
    Files.writeString(
        broken, Files.readString(next.certificate()) + Files.readString(next.certificate()));
    replace(broken, certificate);
    assertThat(nextTold()).isEqualTo("BROKEN_CHAIN");
    renew(next);
    awaitRenewed();
  }

  @Test
  void aBugInARenewalIsNotTheEndOfAllRenewals() throws Exception {
    watch =
        CertificateWatch.start(
            tls,
            NEVER,
            new CertificateWatch.Listener() {
              @Override
              public void renewed(ServerTls now) {
                told.add("renewed");
                throw new IllegalStateException("thrown by a test");
              }

              @Override
              public void refused(PemException why) {
                told.add(why.problem().name());
              }
            });
    watch.reloadNow();
    assertThat(nextTold()).isEqualTo("renewed");
    watch.reloadNow();
    assertThat(nextTold()).isEqualTo("renewed");
  }

  private CertificateWatch watch(Duration interval) {
    return CertificateWatch.start(
        tls,
        interval,
        new CertificateWatch.Listener() {
          @Override
          public void renewed(ServerTls now) {
            told.add("renewed");
          }

          @Override
          public void refused(PemException why) {
            told.add(why.problem().name());
          }
        });
  }

  private String nextTold() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  /** A slow machine may notice one file long before the other is there. */
  private void awaitRenewed() throws InterruptedException {
    String next = nextTold();
    while ("OTHER_KEY".equals(next)) {
      next = nextTold();
    }
    assertThat(next).isEqualTo("renewed");
  }

  /** As a tool does that renews: each file is whole at every moment. */
  private void renew(Issued issued) throws Exception {
    replace(issued.certificate(), certificate);
    replace(issued.key(), key);
  }

  private void replace(Path from, Path to) throws Exception {
    Path whole = Files.copy(from, folder.resolve("whole"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
