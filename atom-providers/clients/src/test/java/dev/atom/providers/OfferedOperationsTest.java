package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.secret.KeySource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a profile offers can be had, and what it doesn't is refused before anything is sent. */
class OfferedOperationsTest {
  private static final Map<Capability, BiConsumer<Provider, String>> MAKERS =
      Map.of(
          Capability.EMBEDDINGS, Provider::embeddings,
          Capability.TRANSCRIPTION, Provider::transcription,
          Capability.SPEECH, Provider::speech,
          Capability.MODERATION, Provider::moderation,
          Capability.IMAGE_GENERATION, Provider::images,
          Capability.BATCH, Provider::batches);

  static Stream<Profile> family() {
    return Stream.of(
        Profiles.openAi(),
        Profiles.openAiChatCompletions(),
        Profiles.azure("res"),
        Profiles.azureDeployments("res", "2024-10-21"),
        Profiles.groq(),
        Profiles.deepSeek(),
        Profiles.perplexity(),
        Profiles.compatible("local", "http://localhost/v1"));
  }

  @ParameterizedTest
  @MethodSource("family")
  void offeredOperationIsMadeAndNoOther(Profile profile) {
    Provider provider = Provider.of(profile, KeySource.none());
    MAKERS.forEach(
        (capability, maker) -> {
          if (profile.capabilities().contains(capability)) {
            maker.accept(provider, "m");
          } else {
            assertThatExceptionOfType(CapabilityMissing.class)
                .isThrownBy(() -> maker.accept(provider, "m"));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("family")
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
