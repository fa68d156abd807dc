package dev.atom.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyValidatorTest {
  private static SecretRef at(String provider) {
    return new SecretRef("acme", Optional.empty(), provider, SecretRef.DEFAULT_NAME);
  }

  @Test
  void providersValidatorIsAsked() {
    List<String> asked = new ArrayList<>();
    KeyValidator joined =
        KeyValidator.byProvider(
            Map.of(
                "a",
                (ref, secret, context) -> {
                  asked.add(ref.provider());
                  return KeyVerdict.Accepted.PLAIN;
                },
                "b",
                (ref, secret, context) -> new KeyVerdict.Rejected("key_rejected", "no")));
    try (Secret key = Secret.of("key")) {
      assertThat(joined.check(at("a"), key, CallContext.create()))
          .isEqualTo(KeyVerdict.Accepted.PLAIN);
      assertThat(joined.check(at("b"), key, CallContext.create()))
          .isInstanceOf(KeyVerdict.Rejected.class);
      assertThat(asked).containsExactly("a");
      assertThat(joined.check(at("c"), key, CallContext.create()))
          .isInstanceOfSatisfying(
              KeyVerdict.Unknown.class,
              unknown -> {
                assertThat(unknown.code()).isEqualTo("no_key_check");
                assertThat(unknown.retryable()).isFalse();
              });
    }
  }

  @Test
  void noTimeInThePastIsAskedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new KeyVerdict.Unknown("c", "w", true, Optional.of(Duration.ofSeconds(-1))))
        .withMessageContaining("PT-1S");
  }
}
