package dev.atom.spring;

import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.router.config.ConfigParts;
import dev.atom.secret.KeySource;
import java.time.Clock;
import java.util.List;

/** The providers that need no address of the application's own. */
final class KnownProviders {
  private static final List<Profile> PROFILES =
      List.of(
          Profiles.openAi(),
          Profiles.anthropic(),
          Profiles.gemini(),
          Profiles.deepSeek(),
          Profiles.groq(),
          Profiles.perplexity(),
          Profiles.mistral(),
          Profiles.xai(),
          Profiles.openRouter(),
          Profiles.together(),
          Profiles.fireworks(),
          Profiles.ollama());

  private KnownProviders() {}

  static void addTo(ConfigParts.Builder parts, KeySource keys, Clock clock) {
    for (Profile profile : PROFILES) {
      Provider provider = Provider.newBuilder(profile).keys(keys).clock(clock).build();
      parts.clients(profile.id(), provider::chat);
    }
  }
}
