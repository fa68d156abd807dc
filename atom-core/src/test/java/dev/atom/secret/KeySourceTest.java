package dev.atom.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeySourceTest {
  private static final SecretRef ANN = new SecretRef("acme", Optional.of("ann"), "openai", "batch");

  private final List<SecretRef> asked = new ArrayList<>();

  private final KeySource all =
      ref -> {
        asked.add(ref);
        return Optional.of(Secret.of("sk-1"));
      };

  @Test
  void aNarrowedSourceIsAskedForWhatIsMeantOnly() {
    KeySource narrowed = all.onlyFor(ref -> ref.tenant().equals("acme"));

    assertThat(narrowed.find(ANN)).isPresent();
    assertThat(narrowed.find(new SecretRef("other", Optional.empty(), "openai", "batch")))
        .isEmpty();
    assertThat(asked).containsExactly(ANN);
  }

  @Test
  void theTenantsKeyIsAskedForWithoutTheUser() {
    assertThat(all.ofTenants().find(ANN)).isPresent();
    assertThat(asked).containsExactly(new SecretRef("acme", Optional.empty(), "openai", "batch"));
  }
}
