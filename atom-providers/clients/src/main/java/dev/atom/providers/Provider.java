package dev.atom.providers;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.Failure;
import dev.atom.model.ImageModel;
import dev.atom.model.ModelRef;
import dev.atom.model.ModerationModel;
import dev.atom.model.PromptCounter;
import dev.atom.model.TokenCounter;
import dev.atom.providers.anthropic.AnthropicOperations;
import dev.atom.providers.deepgram.DeepgramOperations;
import dev.atom.providers.gemini.GeminiOperations;
import dev.atom.providers.ollama.OllamaOperations;
import dev.atom.providers.openai.OpenAiOperations;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.ModelList;
import dev.atom.providers.wire.Operations;
import dev.atom.secret.KeySource;
import dev.atom.secret.KeyValidator;
import dev.atom.secret.KeyVerdict;
import dev.atom.speech.LiveTranscriber;
import dev.atom.speech.SpeechModel;
import dev.atom.speech.SpeechToText;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A provider's models and what else it offers.
 *
 * {@snippet file="dev/atom/providers/ProviderSnippetsTest.java" region="first-call"}
 *
 * <p>What the provider can't do is missing in {@link #capabilities()}; asking for it here throws
 * {@link CapabilityMissing} before anything is called.
 *
 * <p>Thread-safe, as is all it gives; meant to be shared. It holds no key: for each call the key of
 * its tenant and user is looked up.
 */
public final class Provider {
  /** Stands for the model in failures of calls that are about none. */
  private static final String ANY_MODEL = "any";

  private final Profile profile;
  private final Client client;
  private final Operations operations;

  private Provider(Builder builder) {
    profile = builder.profile;
    client =
        new Client(
            profile,
            builder.keys.orElseGet(KeySource::none),
            builder.transport.orElseGet(Transport::shared),
            builder.timeouts,
            builder.clock);
    operations = operations(profile);
  }

  private static Operations operations(Profile profile) {
    return switch (profile.protocol()) {
      case OPENAI_RESPONSES, OPENAI_CHAT_COMPLETIONS -> OpenAiOperations.of(profile);
      case ANTHROPIC_MESSAGES -> AnthropicOperations.of(profile);
      case GEMINI -> GeminiOperations.of(profile);
      case OLLAMA -> OllamaOperations.of(profile);
      case DEEPGRAM -> DeepgramOperations.of(profile);
    };
  }

  /**
   * Returns a provider with everything at its default.
   *
   * @param profile which one, such as {@link Profiles#openAi()}
   * @param keys where keys come from; asked once per call
   * @return the provider
   */
  public static Provider of(Profile profile, KeySource keys) {
    return newBuilder(profile).keys(keys).build();
  }

  /**
   * Returns a builder.
   *
   * @param profile which provider
   * @return a new builder
   */
  public static Builder newBuilder(Profile profile) {
    return new Builder(profile);
  }

  /**
   * Returns the provider's id.
   *
   * @return such as {@code "openai"}
   */
  public String id() {
    return profile.id();
  }

  /**
   * Returns what the provider can do.
   *
   * @return the capabilities
   */
  public Set<Capability> capabilities() {
    return profile.capabilities();
  }

  /**
   * Returns a model that answers messages.
   *
   * @param model the provider's name of the model, asked unless a request names another
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public ChatModel chat(String model) {
    return chat(model, profile.capabilities());
  }

  /**
   * Returns a model that answers messages and can do less than the provider as a whole. A request
   * that needs more fails before anything is sent.
   *
   * @param model the provider's name of the model, asked unless a request names another
   * @param capabilities what the model can do; what the provider can't is passed over
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public ChatModel chat(String model, Set<Capability> capabilities) {
    Set<Capability> offered = EnumSet.noneOf(Capability.class);
    profile.capabilities().stream()
        .filter(c -> c.ofChat() && capabilities.contains(c))
        .forEach(offered::add);
    ModelRef ref = new ModelRef(profile.id(), model);
    require(Capability.CHAT, ref);
    return client.chat(operations.dialect(), ref, offered);
  }

  /**
   * Returns a model that embeds texts.
   *
   * @param model the provider's name of the model
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public EmbeddingModel embeddings(String model) {
    return make(EmbeddingModel.class, Capability.EMBEDDINGS, model);
  }

  /**
   * Returns a model that writes down recorded speech, and translates it where the provider offers
   * {@link Capability#TRANSLATION}.
   *
   * @param model the provider's name of the model
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public SpeechToText transcription(String model) {
    return make(SpeechToText.class, Capability.TRANSCRIPTION, model);
  }

  /**
   * Returns a model that writes down speech while it is spoken.
   *
   * @param model the provider's name of the model
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public LiveTranscriber liveTranscription(String model) {
    return make(LiveTranscriber.class, Capability.LIVE_TRANSCRIPTION, model);
  }

  /**
   * Returns a model that speaks.
   *
   * @param model the provider's name of the model
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public SpeechModel speech(String model) {
    return make(SpeechModel.class, Capability.SPEECH, model);
  }

  /**
   * Returns a model that judges what harm texts and pictures do.
   *
   * @param model the provider's name of the model
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public ModerationModel moderation(String model) {
    return make(ModerationModel.class, Capability.MODERATION, model);
  }

  /**
   * Returns a model that makes pictures.
   *
   * @param model the provider's name of the model
   * @return the model
   * @throws CapabilityMissing if the provider has none
   */
  public ImageModel images(String model) {
    return make(ImageModel.class, Capability.IMAGE_GENERATION, model);
  }

  /**
   * Returns what hands over many requests at once.
   *
   * @param model the provider's name of the model, asked unless a request names another
   * @return the batches
   * @throws CapabilityMissing if the provider has none
   */
  public Batches batches(String model) {
    return make(Batches.class, Capability.BATCH, model);
  }

  /**
   * Lists the models that the key of the context's tenant and user sees.
   *
   * @param context for whom, and how long it may take
   * @return all of them, in the provider's order
   * @throws CapabilityMissing if the provider has no list
   * @throws dev.atom.model.ModelException if there is no answer
   */
  public List<ModelInfo> models(CallContext context) {
    return make(ModelList.class, Capability.MODEL_LIST, ANY_MODEL).models(context);
  }

  /**
   * Looks whether the provider lets the key of the context's tenant and user in, by a call that
   * costs nothing. What goes wrong is a verdict, not an exception.
   *
   * @param context for whom, and how long it may take
   * @return what the provider says of the key
   * @throws CapabilityMissing if the provider has no such call
   * @throws dev.atom.model.CallCancelled if the context is cancelled
   */
  public KeyVerdict checkKey(CallContext context) {
    return keyChecks().checkFound(context);
  }

  /**
   * Returns what looks whether the provider lets a given key in, such as one that a user has just
   * pasted.
   *
   * {@snippet file="dev/atom/providers/OpenAiOperationsGuideTest.java" region="pasted-key"}
   *
   * <p>Guarantees: the key that is given is sent, never one of this provider's source of keys; to the
   * address of the profile only, in the header that the profile names; no redirect is followed; of
   * the answer at most 4 MiB are read; what the provider repeats of the key is in no verdict.
   *
   * @return a validator that refuses keys of other providers' ids
   * @throws CapabilityMissing if the provider has no call that checks keys
   */
  public KeyValidator keyValidator() {
    return keyChecks();
  }

  private KeyChecks keyChecks() {
    ModelRef ref = new ModelRef(profile.id(), ANY_MODEL);
    require(Capability.KEY_CHECK, ref);
    return new KeyChecks(client, operations, ref);
  }

  /**
   * Returns what counts the tokens of a request: the provider where it offers {@link
   * Capability#TOKEN_COUNT}, an estimate elsewhere.
   *
   * @param model the provider's name of the model
   * @return the counter
   */
  public PromptCounter promptCounter(String model) {
    return profile.capabilities().contains(Capability.TOKEN_COUNT)
        ? make(PromptCounter.class, Capability.TOKEN_COUNT, model)
        : PromptCounter.estimating(TokenCounter.estimate());
  }

  private <T> T make(Class<T> type, Capability capability, String model) {
    ModelRef ref = new ModelRef(profile.id(), model);
    require(capability, ref);
    return operations.make(type, client, ref);
  }

  private void require(Capability capability, ModelRef ref) {
    if (!profile.capabilities().contains(capability)) {
      String offered =
          profile.capabilities().stream()
              .sorted()
              .map(Capability::name)
              .collect(Collectors.joining(", "));
      throw new CapabilityMissing(
          Failure.at(ref)
              .message("the provider does not offer " + capability + "; it offers " + offered)
              .build());
    }
  }

  @Override
  public String toString() {
    return "Provider[" + profile.id() + ", " + profile.protocol() + "]";
  }

  /**
   * Builds a {@link Provider}. Defaults: no keys, {@link Transport#shared()}, {@link
   * Timeouts#DEFAULT}, the system's clock. Not thread-safe.
   */
  public static final class Builder {
    private final Profile profile;
    private Optional<KeySource> keys = Optional.empty();
    private Optional<Transport> transport = Optional.empty();
    private Timeouts timeouts = Timeouts.DEFAULT;
    private Clock clock = Clock.systemUTC();

    private Builder(Profile profile) {
      this.profile = Objects.requireNonNull(profile, "profile");
    }

    /**
     * Sets where keys come from. It is asked once per call.
     *
     * @param keys the source
     * @return this builder
     */
    public Builder keys(KeySource keys) {
      this.keys = Optional.of(keys);
      return this;
    }

    /**
     * Sets the transport.
     *
     * @param transport stays the caller's to close
     * @return this builder
     */
    public Builder transport(Transport transport) {
      this.transport = Optional.of(transport);
      return this;
    }

    /**
     * Sets the time limits of each call; the context's deadline bounds them.
     *
     * @param timeouts the limits
     * @return this builder
     */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      return this;
    }

    /**
     * Sets the clock with which dates in {@code retry-after} are compared.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Returns the provider.
     *
     * @return a provider without a key in it
     * @throws IllegalStateException if the profile requires a key and there is no source of keys
     */
    public Provider build() {
      if (profile.keyRequired() && keys.isEmpty()) {
        throw new IllegalStateException(
            "no source of keys for "
                + profile.id()
                + "; set keys(...), such as KeySource.environment()");
      }
      return new Provider(this);
    }
  }
}
