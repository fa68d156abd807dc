package dev.atom.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyFingerprintsTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final KeySource source =
      ref -> {
        looks.incrementAndGet();
        return Optional.ofNullable(keys.get(ref.tenant())).map(Secret::of);
      };

  private static SecretRef of(String tenant) {
    return SecretRef.of(CallContext.create().tenant(tenant), "openai");
  }

  @Test
  void sameKeyHasTheSameFingerprintWhoeverUsesIt() {
    keys.putAll(Map.of("a", "sk-1234567890", "b", "sk-1234567890", "c", "sk-other"));
    KeyFingerprints fingerprints = KeyFingerprints.of(source, LONG);
    String first = fingerprints.fingerprint(of("a"));
    assertThat(first).hasSize(16).isEqualTo(fingerprints.fingerprint(of("b")));
    assertThat(fingerprints.fingerprint(of("c"))).isNotEqualTo(first);
    assertThat(first).doesNotContain("1234567890");
  }

  @Test
  void fingerprintIsRememberedAndRenewedByUse() {
    keys.put("a", "sk-old");
    KeyFingerprints fingerprints = KeyFingerprints.of(source, LONG);
    String old = fingerprints.fingerprint(of("a"));
    assertThat(fingerprints.fingerprint(of("a"))).isEqualTo(old);
    assertThat(looks).hasValue(1);
    keys.put("a", "sk-new");
    fingerprints.find(of("a")).orElseThrow().close();
    assertThat(fingerprints.fingerprint(of("a"))).isNotEqualTo(old);
    assertThat(looks).hasValue(2);
  }

  @Test
  void callWithoutAKeyHasAFingerprintOfItsOwn() {
    KeyFingerprints fingerprints = KeyFingerprints.of(source, Duration.ZERO);
    assertThat(fingerprints.fingerprint(of("nobody"))).isEqualTo(KeyFingerprints.NONE);
    keys.put("nobody", "sk-now");
    assertThat(fingerprints.fingerprint(of("nobody"))).isNotEqualTo(KeyFingerprints.NONE);
  }

  @Test
  void failureOfTheSourceIsPassedOn() {
    KeyFingerprints fingerprints =
        KeyFingerprints.of(
            ref -> {
              throw new IllegalStateException("sealed");
            },
            LONG);
    assertThatThrownBy(() -> fingerprints.fingerprint(of("a"))).hasMessage("sealed");
    assertThat(fingerprints.toString()).doesNotContain("sk-");
  }
}
