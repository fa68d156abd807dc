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

  private static final Set<Trait> OPENAI_TRAITS =
      EnumSet.of(
          Trait.OPENAI_MODELS,
          Trait.COMPLETION_LIMIT,
          Trait.OBFUSCATION,
          Trait.VERBOSE_TRANSCRIPTS,
          Trait.STREAM_USAGE,
          Trait.END_MARKER);

  /** What OpenAI and Azure offer beside chat. */
  private static final Set<Capability> OPENAI_OPERATIONS =
      EnumSet.of(
          EMBEDDINGS,
          TRANSCRIPTION,
          TRANSLATION,
          SPEECH,
          IMAGE_GENERATION,
          BATCH,
          MODEL_LIST,
          KEY_CHECK);

  private Profiles() {}

  /**
   * OpenAI through Responses, its newer protocol, needed for tools with its newest models.
   *
   * @return the profile {@code "openai"}
   */
  public static Profile openAi() {
    return openAi(Protocol.OPENAI_RESPONSES)
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, FILE_INPUT, CITATIONS))
        .offers(and(OPENAI_OPERATIONS, MODERATION, TOKEN_COUNT))
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
        .offers(and(OPENAI_OPERATIONS, MODERATION))
        .build();
  }

  private static Profile.Builder openAi(Protocol protocol) {
    return Profile.newBuilder("openai", protocol, "https://api.openai.com/v1")
        .traits(OPENAI_TRAITS)
        .trait(Trait.BASE64_EMBEDDINGS);
  }

  /**
   * Azure OpenAI through its v1 addresses and Responses. The model is the deployment's name.
   *
   * @param resource the name of the resource
   * @return the profile
   */
  public static Profile azure(String resource) {
    return Profile.newBuilder(
            "azure",
            Protocol.OPENAI_RESPONSES,
            "https://" + resource + ".openai.azure.com/openai/v1")
        .auth(new Auth("api-key", ""))
        .traits(OPENAI_TRAITS)
        .trait(Trait.COHERE_INPUT_TYPE)
        .offers(OPENAI_OPERATIONS)
        .build();
  }

  /**
   * Azure OpenAI through the older addresses of its deployments and Chat Completions.
   *
   * @param resource the name of the resource
   * @param apiVersion such as {@code "2024-10-21"}
   * @return the profile
   */
  public static Profile azureDeployments(String resource, String apiVersion) {
    return Profile.newBuilder(
            "azure",
            Protocol.OPENAI_CHAT_COMPLETIONS,
            "https://" + resource + ".openai.azure.com/openai/deployments/{model}")
        .auth(new Auth("api-key", ""))
        .query("api-version", apiVersion)
        .traits(OPENAI_TRAITS)
        .trait(Trait.BASE64_EMBEDDINGS)
        .offers(OPENAI_OPERATIONS)
        .keyCheckPath("/models")
        .build();
  }

  /**
   * Anthropic.
   *
   * @return the profile
   */
  public static Profile anthropic() {
    return Profile.newBuilder(
            "anthropic", Protocol.ANTHROPIC_MESSAGES, "https://api.anthropic.com/v1")
        .auth(new Auth("x-api-key", ""))
        .header("anthropic-version", "2023-06-01")
        .build();
  }

  /**
   * Google's Gemini.
   *
   * @return the profile
   */
  public static Profile gemini() {
    return Profile.newBuilder(
            "gemini", Protocol.GEMINI, "https://generativelanguage.googleapis.com/v1beta")
        .auth(new Auth("x-goog-api-key", ""))
        .build();
  }

  /**
   * DeepSeek.
   *
   * @return the profile
   */
  public static Profile deepSeek() {
    return Profile.newBuilder(
            "deepseek", Protocol.OPENAI_CHAT_COMPLETIONS, "https://api.deepseek.com")
        .offers(EnumSet.of(MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * Groq.
   *
   * @return the profile
   */
  public static Profile groq() {
    return Profile.newBuilder(
            "groq", Protocol.OPENAI_CHAT_COMPLETIONS, "https://api.groq.com/openai/v1")
        .trait(Trait.VERBOSE_TRANSCRIPTS)
        .trait(Trait.AUDIO_URL)
        .trait(Trait.TELEPHONE_SPEECH)
        .offers(EnumSet.of(TRANSCRIPTION, TRANSLATION, SPEECH, BATCH, MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * Perplexity through its Responses.
   *
   * @return the profile
   */
  public static Profile perplexity() {
    return Profile.newBuilder(
            "perplexity", Protocol.OPENAI_RESPONSES, "https://api.perplexity.ai/v1")
        .trait(Trait.INT8_EMBEDDINGS)
        .textsPerEmbedding(512)
        .offers(EnumSet.of(EMBEDDINGS))
        .build();
  }

  /**
   * Ollama on this machine, or wherever its address is set to. Checking the key tells whether it
   * answers.
   *
   * @return the profile {@code "ollama"}
   */
  public static Profile ollama() {
    return Profile.newBuilder("ollama", Protocol.OLLAMA, "http://localhost:11434")
        .keyRequired(false)
        .capabilities(
            EnumSet.of(
                CHAT, STREAMING, TOOLS, STRUCTURED_OUTPUT, JSON_OUTPUT, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(EMBEDDINGS, MODEL_LIST, KEY_CHECK))
        .keyCheckPath("api/version")
        .textsPerEmbedding(128)
        .build();
  }

  /**
   * Ollama's cloud. It follows no format, embeds nothing, and has no call that tells a good key from
   * a bad one for nothing.
   *
   * @return the profile {@code "ollama-cloud"}
   */
  public static Profile ollamaCloud() {
    return Profile.newBuilder("ollama-cloud", Protocol.OLLAMA, "https://ollama.com")
        .capabilities(EnumSet.of(CHAT, STREAMING, TOOLS, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(MODEL_LIST))
        .build();
  }

  /**
   * Deepgram.
   *
   * @return the profile
   */
  public static Profile deepgram() {
    return Profile.newBuilder("deepgram", Protocol.DEEPGRAM, "https://api.deepgram.com")
        .auth(new Auth("Authorization", "Token "))
        .build();
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
        .offers(EnumSet.of(EMBEDDINGS, TRANSCRIPTION, SPEECH, MODEL_LIST, KEY_CHECK))
        .build();
  }

  private static Set<Capability> and(Set<Capability> some, Capability... more) {
    Set<Capability> all = EnumSet.copyOf(some);
    all.addAll(Set.of(more));
    return all;
  }
}
