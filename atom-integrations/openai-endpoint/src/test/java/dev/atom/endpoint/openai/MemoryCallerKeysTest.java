package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import org.junit.jupiter.api.Test;

class MemoryCallerKeysTest {
  private static final Secret FIRST = Secret.of("first-key-0123456789");
  private static final Secret SECOND = Secret.of("second-key-0123456789");

  private final MemoryCallerKeys keys = MemoryCallerKeys.create();

  @Test
  void findsWhoseAKeyIs() {
    keys.add(FIRST, Caller.of("acme").user("ann")).add(SECOND, Caller.of("globex"));

    assertThat(keys.find(Secret.of("first-key-0123456789")))
        .contains(Caller.of("acme").user("ann"));
    assertThat(keys.find(SECOND)).contains(Caller.of("globex"));
    assertThat(keys.find(Secret.of("first-key-012345678"))).isEmpty();
    assertThat(keys.find(Secret.of("x"))).isEmpty();
  }

  @Test
  void replacesTheCallerOfAKey() {
    keys.add(FIRST, Caller.of("acme")).add(FIRST, Caller.of("globex"));

    assertThat(keys.find(FIRST)).contains(Caller.of("globex"));
    assertThat(keys).hasToString("MemoryCallerKeys[1 keys]");
  }

  @Test
  void letsARemovedKeyInNoMore() {
    keys.add(FIRST, Caller.of("acme"));
    keys.remove(FIRST);
    keys.remove(SECOND);

    assertThat(keys.find(FIRST)).isEmpty();
  }

  @Test
  void refusesKeysThatCanBeGuessed() {
    assertThatThrownBy(() -> keys.add(Secret.of("short"), Caller.of("acme")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 bytes")
        .hasMessageNotContaining("short");
  }
}
