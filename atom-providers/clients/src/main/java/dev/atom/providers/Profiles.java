package dev.atom.providers;

import static dev.atom.model.Capability.AUDIO_INPUT;
import static dev.atom.model.Capability.BATCH;
import static dev.atom.model.Capability.CHAT;
import static dev.atom.model.Capability.CITATIONS;
import static dev.atom.model.Capability.EMBEDDINGS;
import static dev.atom.model.Capability.FILE_INPUT;
import static dev.atom.model.Capability.FORCED_TOOLS;
import static dev.atom.model.Capability.IMAGE_GENERATION;
import static dev.atom.model.Capability.IMAGE_INPUT;
import static dev.atom.model.Capability.IMAGE_OUTPUT;
import static dev.atom.model.Capability.JSON_OUTPUT;
import static dev.atom.model.Capability.KEY_CHECK;
import static dev.atom.model.Capability.LIVE_TRANSCRIPTION;
import static dev.atom.model.Capability.MODEL_LIST;
import static dev.atom.model.Capability.MODERATION;
import static dev.atom.model.Capability.PROMPT_CACHING;
import static dev.atom.model.Capability.REASONING;
import static dev.atom.model.Capability.SPEECH;
import static dev.atom.model.Capability.STREAMING;
import static dev.atom.model.Capability.STRUCTURED_OUTPUT;
import static dev.atom.model.Capability.TOKEN_COUNT;
import static dev.atom.model.Capability.TOOLS;
import static dev.atom.model.Capability.TRANSCRIPTION;
import static dev.atom.model.Capability.TRANSLATION;

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
          Trait.STORAGE,
          Trait.CACHE_KEY,
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

  private static final Set<Trait> AZURE_TRAITS =
      EnumSet.of(
          Trait.OPENAI_MODELS,
          Trait.COMPLETION_LIMIT,
          Trait.VERBOSE_TRANSCRIPTS,
          Trait.STREAM_USAGE,
          Trait.STORAGE,
          Trait.END_MARKER,
          Trait.JSON_IN_REASONING);

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
    return azureV1(resource, Protocol.OPENAI_RESPONSES)
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, FILE_INPUT, CITATIONS))
        .trait(Trait.COHERE_INPUT_TYPE)
        .offers(OPENAI_OPERATIONS)
        .build();
  }

  /**
   * Azure OpenAI through its v1 addresses and Chat Completions, which models of other makers behind
   * Azure speak. The model is the deployment's name.
   *
   * @param resource the name of the resource
   * @return the profile
   */
  public static Profile azureChatCompletions(String resource) {
    return azureV1(resource, Protocol.OPENAI_CHAT_COMPLETIONS)
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT))
        .trait(Trait.COHERE_INPUT_TYPE)
        .offers(OPENAI_OPERATIONS)
        .build();
  }

  private static Profile.Builder azureV1(String resource, Protocol protocol) {
    return Profile.newBuilder(
            "azure", protocol, "https://" + resource + ".openai.azure.com/openai/v1")
        .auth(new Auth("api-key", ""))
        .traits(AZURE_TRAITS);
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
        .traits(AZURE_TRAITS)
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT))
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
        .capabilities(
            EnumSet.of(
                CHAT,
                STREAMING,
                TOOLS,
                FORCED_TOOLS,
                STRUCTURED_OUTPUT,
                REASONING,
                IMAGE_INPUT,
                FILE_INPUT,
                CITATIONS,
                PROMPT_CACHING,
                TOKEN_COUNT,
                BATCH,
                MODEL_LIST,
                KEY_CHECK))
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
        .capabilities(
            and(
                and(TEXT, REASONING, IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT, CITATIONS),
                IMAGE_OUTPUT,
                EMBEDDINGS,
                TOKEN_COUNT))
        .offers(EnumSet.of(IMAGE_GENERATION, BATCH, MODEL_LIST, KEY_CHECK))
        .keyCheckPath("models?pageSize=1000")
        .build();
  }

  /**
   * DeepSeek. It makes JSON but knows no schemas: a schema is asked for in words and the reply not
   * held to it, which a warning says.
   *
   * @return the profile {@code "deepseek"}
   */
  public static Profile deepSeek() {
    return chat("deepseek", "https://api.deepseek.com")
        .traits(
            EnumSet.of(
                Trait.STREAM_USAGE,
                Trait.END_MARKER,
                Trait.ECHO_REASONING,
                Trait.THINKING_SWITCH,
                Trait.SCHEMA_IN_PROMPT))
        .capabilities(and(TEXT, REASONING))
        .offers(EnumSet.of(MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * DeepSeek through Responses, without schemas for replies.
   *
   * @return the profile {@code "deepseek"}
   */
  public static Profile deepSeekResponses() {
    return Profile.newBuilder("deepseek", Protocol.OPENAI_RESPONSES, "https://api.deepseek.com")
        .traits(EnumSet.of(Trait.ECHO_REASONING))
        .capabilities(EnumSet.of(CHAT, STREAMING, TOOLS, FORCED_TOOLS, JSON_OUTPUT, REASONING))
        .offers(EnumSet.of(MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * Groq.
   *
   * @return the profile {@code "groq"}
   */
  public static Profile groq() {
    return chat("groq", "https://api.groq.com/openai/v1")
        .traits(EnumSet.of(Trait.COMPLETION_LIMIT, Trait.END_MARKER, Trait.THINK_TAGS))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT))
        .trait(Trait.VERBOSE_TRANSCRIPTS)
        .trait(Trait.AUDIO_URL)
        .trait(Trait.TELEPHONE_SPEECH)
        .offers(EnumSet.of(TRANSCRIPTION, TRANSLATION, SPEECH, BATCH, MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * Perplexity through its Responses, with models of its own and of others. Searches are asked for
   * by the request's extra {@code tools} or by a preset.
   *
   * @return the profile {@code "perplexity"}
   */
  public static Profile perplexity() {
    return Profile.newBuilder(
            "perplexity", Protocol.OPENAI_RESPONSES, "https://api.perplexity.ai/v1")
        .traits(EnumSet.of(Trait.CHAT_FORMAT))
        .capabilities(
            EnumSet.of(
                CHAT, STREAMING, TOOLS, STRUCTURED_OUTPUT, REASONING, IMAGE_INPUT, CITATIONS))
        .trait(Trait.INT8_EMBEDDINGS)
        .textsPerEmbedding(512)
        .offers(EnumSet.of(EMBEDDINGS))
        .build();
  }

  /**
   * Perplexity through the chat completions of its older Sonar models, which search each time and
   * call no tools.
   *
   * @return the profile {@code "perplexity"}
   */
  public static Profile perplexityChatCompletions() {
    return chat("perplexity", "https://api.perplexity.ai")
        .traits(EnumSet.of(Trait.ALTERNATING_ROLES, Trait.THINK_TAGS))
        .capabilities(
            EnumSet.of(CHAT, STREAMING, STRUCTURED_OUTPUT, REASONING, IMAGE_INPUT, CITATIONS))
        .build();
  }

  /**
   * Mistral.
   *
   * @return the profile {@code "mistral"}
   */
  public static Profile mistral() {
    return chat("mistral", "https://api.mistral.ai/v1")
        .traits(
            EnumSet.of(
                Trait.ANY_FORCES_TOOLS, Trait.SHORT_CALL_IDS, Trait.CACHE_KEY, Trait.END_MARKER))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(EMBEDDINGS, MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * Grok of xAI.
   *
   * @return the profile {@code "xai"}
   */
  public static Profile xai() {
    return chat("xai", "https://api.x.ai/v1")
        .traits(EnumSet.of(Trait.COMPLETION_LIMIT, Trait.STREAM_USAGE, Trait.END_MARKER))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, CITATIONS))
        .offers(EnumSet.of(MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * OpenRouter, which passes on to many providers and tells what each call cost.
   *
   * @return the profile {@code "openrouter"}
   */
  public static Profile openRouter() {
    return chat("openrouter", "https://openrouter.ai/api/v1")
        .traits(EnumSet.of(Trait.STREAM_USAGE, Trait.END_MARKER, Trait.REASONING_OBJECT))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT, CITATIONS))
        .offers(EnumSet.of(MODEL_LIST, KEY_CHECK))
        .keyCheckPath("key")
        .build();
  }

  /**
   * Together.
   *
   * @return the profile {@code "together"}
   */
  public static Profile together() {
    return chat("together", "https://api.together.xyz/v1")
        .traits(EnumSet.of(Trait.STREAM_USAGE, Trait.END_MARKER, Trait.THINK_TAGS))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(EMBEDDINGS, MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * Fireworks.
   *
   * @return the profile {@code "fireworks"}
   */
  public static Profile fireworks() {
    return chat("fireworks", "https://api.fireworks.ai/inference/v1")
        .traits(EnumSet.of(Trait.STREAM_USAGE, Trait.END_MARKER, Trait.THINK_TAGS))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(EMBEDDINGS, MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * A vLLM server; a key is sent if there is one.
   *
   * @param base the address, mostly ending in {@code /v1}
   * @return the profile {@code "vllm"}
   */
  public static Profile vllm(String base) {
    return local("vllm", base).build();
  }

  /**
   * LM Studio on this machine, or wherever its address is set to; a key is sent if there is one. It
   * takes schemas, but makes no JSON without one.
   *
   * @return the profile {@code "lmstudio"}
   */
  public static Profile lmStudio() {
    return local("lmstudio", "http://localhost:1234/v1")
        .capabilities(
            EnumSet.of(
                CHAT, STREAMING, TOOLS, FORCED_TOOLS, STRUCTURED_OUTPUT, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(EMBEDDINGS, MODEL_LIST, KEY_CHECK))
        .build();
  }

  /**
   * The server of llama.cpp on this machine, or wherever its address is set to; a key is sent if
   * there is one.
   *
   * @return the profile {@code "llamacpp"}
   */
  public static Profile llamaCpp() {
    return local("llamacpp", "http://localhost:8080/v1").build();
  }

  /**
   * Ollama through the protocol of OpenAI, which can't set the size of its context; {@link #ollama()}
   * can.
   *
   * @return the profile {@code "ollama"}
   */
  public static Profile ollamaCompatible() {
    return local("ollama", "http://localhost:11434/v1").build();
  }

  private static Profile.Builder local(String id, String base) {
    return compatible(id, base).toBuilder()
        .traits(EnumSet.of(Trait.STREAM_USAGE, Trait.THINK_TAGS))
        .capabilities(and(TEXT, REASONING, IMAGE_INPUT))
        .offers(EnumSet.of(EMBEDDINGS, MODEL_LIST, KEY_CHECK));
  }

  private static Profile.Builder chat(String id, String base) {
    return Profile.newBuilder(id, Protocol.OPENAI_CHAT_COMPLETIONS, base);
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
        .capabilities(EnumSet.of(TRANSCRIPTION, LIVE_TRANSCRIPTION, SPEECH, MODEL_LIST, KEY_CHECK))
        .keyCheckPath("v1/projects")
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
