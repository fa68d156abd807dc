package dev.atom.knowledge.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {
  private final DocumentParsers parsers = DocumentParsers.ofAll();

  @ParameterizedTest
  @ValueSource(strings = {"", "user"})
  void encryptedPdfsAreRefusedWithOrWithoutAPasswordToOpen(String password) {
    assertThat(reason(parsers.parse("a.pdf", SamplePdf.encrypted(password))))
        .isEqualTo(ParseOutcome.Reason.ENCRYPTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aPdfThatUnpacksToTooMuchIsRefused(int timesPacked) {
    byte[] bomb = SamplePdf.bomb(UnpackedSize.MOST + (1 << 20), timesPacked);
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(parsers.parse("a.pdf", bomb))
        .isInstanceOfSatisfying(
            ParseOutcome.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(ParseOutcome.Reason.TOO_LARGE);
              assertThat(refused.message()).contains("unpacks");
            });
  }

  @Test
  void everyCutAndEveryDamageOfAPdfHasAnOutcome() {
    byte[] whole = SamplePdf.pages("First page", "Second page");
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      byte[] damaged =
          Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int j = 0; j < damaged.length / 50; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      refused += parsers.parse("a.pdf", damaged) instanceof ParseOutcome.Refused ? 1 : 0;
    }
    assertThat(refused).isBetween(100, 200);
  }

  @Test
  void eachLimitRefuses() {
    ParseLimits limits = ParseLimits.usual();
    byte[] pdf = SamplePdf.pages("First page", "Second page");
    byte[] html = "<p>0123456789".getBytes(UTF_8);
    assertThat(reason(parsers.limits(limits.pages(1)).parse("a.pdf", pdf)))
        .isEqualTo(ParseOutcome.Reason.TOO_LARGE);
    assertThat(reason(parsers.limits(limits.characters(15)).parse("a.pdf", pdf)))
        .isEqualTo(ParseOutcome.Reason.TOO_LARGE);
    assertThat(reason(parsers.limits(limits.characters(9)).parse("a.html", html)))
        .isEqualTo(ParseOutcome.Reason.TOO_LARGE);
    assertThat(reason(parsers.limits(limits.bytes(12)).parse("a.html", html)))
        .isEqualTo(ParseOutcome.Reason.TOO_LARGE);
    assertThat(reason(parsers.limits(limits.time(Duration.ofNanos(1))).parse("a.pdf", pdf)))
        .isEqualTo(ParseOutcome.Reason.TOO_SLOW);
    assertThat(reason(parsers.limits(limits.time(Duration.ofNanos(1))).parse("a.html", html)))
        .isEqualTo(ParseOutcome.Reason.TOO_SLOW);
  }

  @Test
  void aPageNestedTooDeepIsStillReadInTime() {
    String deep = "<div><b><table><tr><td>".repeat(50_000) + "core";
    assertThat(parsers.parse("a.html", deep.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            ParseOutcome.Parsed.class,
            parsed -> assertThat(parsed.document().text()).contains("core"));
  }

  @Test
  void externalEntitiesAreOnlyText(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "hidden words");
    String page =
        "<!DOCTYPE html [<!ENTITY x SYSTEM \"%s\">]><html><p>&x; text<img src=\"%s\">"
            .formatted(secret.toUri(), secret.toUri());
    assertThat(parsers.parse("a.html", page.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            ParseOutcome.Parsed.class,
            parsed ->
                assertThat(parsed.document().text()).contains("text").doesNotContain("hidden"));
  }

  @Test
  void whatIsNeitherTypeOrHasNoTextIsRefused(@TempDir Path folder) {
    assertThat(reason(parsers.parse("a.docx", new byte[] {'P', 'K', 3, 4})))
        .isEqualTo(ParseOutcome.Reason.UNKNOWN_TYPE);
    assertThat(reason(parsers.parse("a.pdf", new byte[] {'P', 'K', 3, 4})))
        .isEqualTo(ParseOutcome.Reason.BROKEN);
    assertThat(reason(parsers.parse("a.pdf", "%PDF-1.7 and no more".getBytes(UTF_8))))
        .isEqualTo(ParseOutcome.Reason.BROKEN);
    assertThat(reason(parsers.parse("a.pdf", SamplePdf.pages(""))))
        .isEqualTo(ParseOutcome.Reason.NO_TEXT);
    assertThat(reason(parsers.parse("a.html", new byte[0]))).isEqualTo(ParseOutcome.Reason.NO_TEXT);
    assertThat(reason(parsers.parse(folder))).isEqualTo(ParseOutcome.Reason.UNREADABLE);
    assertThat(reason(parsers.parse(folder.resolve("gone.pdf"))))
        .isEqualTo(ParseOutcome.Reason.UNREADABLE);
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();
    ParseOutcome outcome = parsers.parse("a.html", "<p>x".getBytes(UTF_8));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(reason(outcome)).isEqualTo(ParseOutcome.Reason.INTERRUPTED);
  }

  private static ParseOutcome.Reason reason(ParseOutcome outcome) {
    return switch (outcome) {
      case ParseOutcome.Parsed parsed -> throw new AssertionError(parsed);
      case ParseOutcome.Refused refused -> refused.reason();
    };
  }
}
