package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a profile offers can be had: each operation of every profile is asked from {@link Provider}
 * and runs against a recorded exchange, or one that is written by the provider's description. What a
 * profile doesn't offer is refused before anything is sent.
 */
class OfferedOperationsTest {
  static Stream<Profile> profiles() {
    return Stream.concat(
        AllProfiles.named().values().stream(),
        Stream.of(Profiles.compatible("local", "http://localhost/v1")));
  }

  static Stream<Arguments> operations() {
    Map<String, Profile> named = AllProfiles.named();
    named.put("a server of one's own", Profiles.compatible("local", "http://localhost/v1"));
    return named.entrySet().stream()
        .flatMap(
            row ->
                EnumSet.allOf(Capability.class).stream()
                    .map(capability -> Arguments.of(row.getKey(), capability, row.getValue())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("operations")
  void offeredOperationRunsAndNoOther(String name, Capability capability, Profile profile)
      throws Exception {
    try (OfferedOperation operation = new OfferedOperation(profile)) {
      if (profile.capabilities().contains(capability)) {
        assertThat(operation.run(capability)).isNotEmpty();
        assertThat(operation.sent(capability)).isTrue();
      } else if (operation.refusable(capability)) {
        assertThatExceptionOfType(CapabilityMissing.class)
            .isThrownBy(() -> operation.run(capability));
        assertThat(operation.sent(capability)).isFalse();
      }
    }
  }

  @Test
  void everyProfileIsGoneOver() {
    assertThat(profiles()).hasSameSizeAs(AllProfiles.factories());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void builderKeepsEverything(Profile profile) {
    Profile copy =
        profile.toBuilder()
            .offers(EnumSet.of(Capability.MODERATION))
            .trait(Trait.THINK_TAGS)
            .textsPerEmbedding(7)
            .keyCheckPath("key")
            .build();
    assertThat(copy.capabilities())
        .containsAll(profile.capabilities())
        .contains(Capability.MODERATION);
    assertThat(copy.traits()).containsAll(profile.traits()).contains(Trait.THINK_TAGS);
    Profile again = copy.toBuilder().build();
    assertThat(again.textsPerEmbedding()).isEqualTo(7);
    assertThat(again.keyCheckPath()).isEqualTo("key");
    assertThat(again.capabilities()).isEqualTo(Set.copyOf(copy.capabilities()));
  }
}
