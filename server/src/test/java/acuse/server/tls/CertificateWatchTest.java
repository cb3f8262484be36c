package acuse.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.common.testing.fuzz.BugLog;
import acuse.common.tls.PemException;
import acuse.server.observe.ServerObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
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

  private static final int BOTH_BYTES = 4096;

  @TempDir Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private TestAuthority authority;
  private Issued issued;
  private Path certificate;
  private Path key;
  private ServerTls tls;
  private CertificateWatch watch;

  @BeforeEach
  void load() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    certificate = folder.resolve("server.pem");
    key = folder.resolve("server.key");
    issued = authority.forLocalhost();
    renew(issued);
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
    replace(Files.writeString(folder.resolve("broken"), "broken"), certificate);
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

  /** As Kubernetes mounts secrets: files lead through one link, which is swapped for another. */
  @Test
  void whatALinkLeadsToAnewIsTakenUp() throws Exception {
    Path data = folder.resolve("..data");
    Files.createSymbolicLink(data, version("1", authority.forLocalhost()));
    for (String name : new String[] {"tls.crt", "tls.key"}) {
      Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
    }
    tls = ServerTls.load(TlsConfig.with(folder.resolve("tls.crt"), folder.resolve("tls.key")));
    watch = watch(OFTEN);
    Issued next = authority.forLocalhost();
    Path swapped = Files.createSymbolicLink(folder.resolve("..tmp"), version("2", next));
    Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
    assertThat(nextTold()).isEqualTo("renewed");
    assertThat(tls.certificate()).isEqualTo(next.bundle().getCertificate());
  }

  private Path version(String name, Issued issued) throws Exception {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.copy(issued.certificate(), version.resolve("tls.crt"));
    Files.copy(issued.key(), version.resolve("tls.key"));
    return version.getFileName();
  }

  /**
   * Of the same size and age, as of a file that a backup brings back: another file all the same.
   */
  @Test
  void whatIsRenamedIntoPlaceIsTakenUpWhateverItsAge() throws Exception {
    Issued next = authority.forLocalhost();
    Path both = Files.writeString(folder.resolve("both"), both(issued));
    tls = ServerTls.load(TlsConfig.with(both, both));
    watch = watch(OFTEN);
    Path whole = Files.writeString(folder.resolve("whole"), both(next));
    Files.setLastModifiedTime(whole, Files.getLastModifiedTime(both));
    Files.move(whole, both, StandardCopyOption.ATOMIC_MOVE);
    assertThat(nextTold()).isEqualTo("renewed");
    assertThat(tls.certificate()).isEqualTo(next.bundle().getCertificate());
  }

  /** Padded between the blocks, where text is for people. */
  private static String both(Issued issued) throws Exception {
    String both = Files.readString(issued.certificate()) + Files.readString(issued.key());
    return both + " ".repeat(BOTH_BYTES - both.length());
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
    ServerObserver failing =
        new ServerObserver() {
          @Override
          public void certificateRenewed(String fingerprint, Instant validUntil) {
            told.add("renewed");
            throw new IllegalStateException("thrown by a test");
          }

          @Override
          public void certificateRefused(PemException why) {
            told.add(why.problem().name());
          }
        };
    try (BugLog log = BugLog.open()) {
      watch = CertificateWatch.start(tls, NEVER, failing);
      watch.reloadNow();
      assertThat(nextTold()).isEqualTo("renewed");
      watch.reloadNow();
      assertThat(nextTold()).isEqualTo("renewed");
      watch.close();
      watch.awaitEnd();
      assertThat(log.bugs()).hasSize(2).allMatch(bug -> bug.contains("thrown by a test"));
    }
  }

  private CertificateWatch watch(Duration interval) {
    return CertificateWatch.start(
        tls,
        interval,
        new ServerObserver() {
          @Override
          public void certificateRenewed(String fingerprint, Instant validUntil) {
            told.add("renewed");
          }

          @Override
          public void certificateRefused(PemException why) {
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
