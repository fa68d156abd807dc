package dev.atom.providers;

import static dev.atom.model.Capability.*;

import dev.atom.model.Capability;
import java.util.EnumSet;
import java.util.Set;

/**
 * Profiles of providers, all of them data. What they can do is said of the provider as a whole; a
 * single model may do less, see {@link Provider#chat(String, Set)}.
 */
public final class Profiles {
  private static final Set<Capability> TEXT =
      EnumSet.of(CHAT, STREAMING, TOOLS, FORCED_TOOLS, STRUCTURED_OUTPUT, JSON_OUTPUT);

  private Profiles() {}

  /**
   * OpenAI through Responses, its newer protocol, needed for tools with its newest models.
   *
   * @return the profile {@code "openai"}
   */
  public static Profile openAi() {
    return openAi(Protocol.OPENAI_RESPONSES)
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, FILE_INPUT, CITATIONS))
        .build();
  }

  /**
   * OpenAI through Chat Completions, which take and give sound.
   *
   * @return the profile {@code "openai"}
   */
  public static Profile openAiChatCompletions() {
    return openAi(Protocol.OPENAI_CHAT_COMPLETIONS)
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT, CITATIONS))
        .build();
  }

  private static Profile.Builder openAi(Protocol protocol) {
    return Profile.newBuilder("openai", protocol, "https://api.openai.com/v1")
        .traits(
            EnumSet.of(
                Trait.OPENAI_MODELS,
                Trait.COMPLETION_LIMIT,
                Trait.OBFUSCATION,
                Trait.STREAM_USAGE,
                Trait.END_MARKER));
  }

  /**
   * A server that speaks OpenAI's Chat Completions; a key is sent if there is one.
   *
   * @param id the id under which keys are looked up, lower case
   * @param base the address, mostly ending in {@code /v1}
   * @return a profile to use or to build upon
   */
  public static Profile compatible(String id, String base) {
    return Profile.newBuilder(id, Protocol.OPENAI_CHAT_COMPLETIONS, base)
        .keyRequired(false)
        .traits(EnumSet.of(Trait.STREAM_USAGE))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT))
        .build();
  }

  private static Set<Capability> and(Set<Capability> some, Capability... more) {
    Set<Capability> all = EnumSet.copyOf(some);
    all.addAll(Set.of(more));
    return all;
  }
}
