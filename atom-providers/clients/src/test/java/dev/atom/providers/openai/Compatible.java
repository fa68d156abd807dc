package dev.atom.providers.openai;

import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.util.List;
import java.util.stream.Stream;

/** The recorded chats with providers that speak OpenAI's protocols, and their profiles. */
final class Compatible {
  private Compatible() {}

  static List<RecordedExchange> chats() {
    return Stream.of("azure", "deepseek", "groq", "perplexity", "ollama")
        .flatMap(provider -> Recordings.of(provider).stream())
        .filter(Compatible::isChat)
        .toList();
  }

  private static boolean isChat(RecordedExchange recording) {
    boolean chat =
        recording.operation().startsWith("chat")
            || recording.operation().startsWith("responses")
            || recording.operation().equals("error");
    boolean compatible = recording.path().map(path -> path.startsWith("/v1/")).orElse(false);
    return chat && (!recording.provider().equals("ollama") || compatible);
  }

  static Profile profile(RecordedExchange recording) {
    Profile profile = profile(recording.provider(), recording.path().orElse(""));
    boolean responses = recording.operation().startsWith("responses");
    return responses && profile.protocol() != Protocol.OPENAI_RESPONSES
        ? Profiles.deepSeekResponses()
        : profile;
  }

  private static Profile profile(String provider, String path) {
    return switch (provider) {
      case "azure" -> azure(path);
      case "deepseek" -> Profiles.deepSeek();
      case "groq" -> Profiles.groq();
      case "perplexity" -> Profiles.perplexityChatCompletions();
      default -> Profiles.ollamaCompatible();
    };
  }

  private static Profile azure(String path) {
    if (path.contains("/responses")) {
      return Profiles.azure("res");
    }
    return path.startsWith("/openai/v1/")
        ? Profiles.azureChatCompletions("res")
        : Profiles.azureDeployments("res", "2024-10-21");
  }
}
