package dev.atom.providers;

import dev.atom.CallContext;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.ImageModel;
import dev.atom.model.ImageRequest;
import dev.atom.model.Media;
import dev.atom.model.ModerationModel;
import dev.atom.model.ModerationRequest;
import dev.atom.model.Part;
import dev.atom.model.PromptCounter;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.providers.deepgram.LiveSessions;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.secret.KeyVerdict;
import dev.atom.speech.SpeechModel;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechToText;
import dev.atom.speech.TranscriptionRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One provider at a local server, asked for each of its operations. */
final class OfferedOperation implements AutoCloseable {
  private static final CallContext CONTEXT = CallContext.create();
  private static final Media SOUND = Media.inline("audio/wav", new byte[] {1, 2, 3});

  private final GuideServer server = new GuideServer();
  private final Profile profile;
  private final Provider provider;
  private final OfferedAnswers answers;

  OfferedOperation(Profile profile) {
    this.profile = profile;
    this.provider = server.provider(profile);
    this.answers = new OfferedAnswers(profile);
  }

  /** Asks, and returns what came of it. */
  List<?> run(Capability capability) throws Exception {
    return switch (capability) {
      case CHAT -> chat(ChatRequest.of("Hi"));
      case STREAMING -> stream();
      case TOOLS, FORCED_TOOLS, STRUCTURED_OUTPUT, JSON_OUTPUT, REASONING ->
          chat(needs(capability));
      case IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT -> chat(needs(capability));
      // These show in replies, and need nothing of a request.
      case CITATIONS, PROMPT_CACHING, IMAGE_OUTPUT -> chat(ChatRequest.of("Hi"));
      case EMBEDDINGS -> embeddings();
      case TRANSCRIPTION -> transcription(false);
      case TRANSLATION -> transcription(true);
      case LIVE_TRANSCRIPTION -> live();
      case SPEECH -> speech();
      case MODERATION -> moderation();
      case IMAGE_GENERATION -> images();
      case BATCH -> batch();
      case TOKEN_COUNT -> count();
      case MODEL_LIST -> models();
      case KEY_CHECK -> key();
    };
  }

  /** Tells whether asking for what is not offered can be refused. */
  boolean refusable(Capability capability) {
    return switch (capability) {
      case CITATIONS, PROMPT_CACHING, IMAGE_OUTPUT -> false;
      // Estimated where the provider can't count.
      case TOKEN_COUNT -> false;
      default -> true;
    };
  }

  /** Tells whether anything came to the server; a live session has a server of its own. */
  boolean sent(Capability capability) {
    return server.waiting() > 0
        || (capability == Capability.LIVE_TRANSCRIPTION
            && profile.capabilities().contains(capability));
  }

  private static ChatRequest needs(Capability capability) {
    ChatRequest.Builder request = ChatRequest.newBuilder();
    Tool tool = new Tool("add", "Adds", JsonSchema.empty());
    return switch (capability) {
      case TOOLS -> request.message(ChatMessage.user("Hi")).tool(tool).build();
      case FORCED_TOOLS ->
          request
              .message(ChatMessage.user("Hi"))
              .tool(tool)
              .toolChoice(ToolChoice.REQUIRED)
              .build();
      case STRUCTURED_OUTPUT ->
          request
              .message(ChatMessage.user("Hi"))
              .format(ResponseFormat.of(Answer.class))
              .maxOutputTokens(4000)
              .build();
      case JSON_OUTPUT ->
          request.message(ChatMessage.user("Hi in JSON")).format(ResponseFormat.JSON).build();
      case REASONING -> request.message(ChatMessage.user("Hi")).reasoningEffort("low").build();
      case IMAGE_INPUT -> seen(request, Part.image(Media.inline("image/png", new byte[] {1})));
      case AUDIO_INPUT -> seen(request, new Part.Audio(SOUND, Optional.empty()));
      case FILE_INPUT ->
          seen(
              request,
              new Part.File(
                  Media.inline("application/pdf", new byte[] {1}), Optional.of("rules.pdf")));
      default -> throw new IllegalArgumentException(capability.name());
    };
  }

  private record Answer(String word) {}

  private static ChatRequest seen(ChatRequest.Builder request, Part part) {
    return request.message(ChatMessage.user(List.of(part, Part.text("What is it?")))).build();
  }

  private List<?> chat(ChatRequest request) {
    ChatModel model = provider.chat("m");
    server.play(answers.recorded(Capability.CHAT));
    return model.chat(request, CONTEXT).choices();
  }

  private List<?> stream() {
    ChatModel model = provider.chat("m");
    server.play(answers.recorded(Capability.STREAMING));
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = model.stream(ChatRequest.of("Hi"), CONTEXT)) {
      stream.forEachRemaining(events::add);
    }
    return events.getLast() instanceof ReplyEvent.Finished ? events : List.of();
  }

  private List<?> embeddings() {
    EmbeddingModel model = provider.embeddings("m");
    RecordedExchange exchange = answers.recorded(Capability.EMBEDDINGS);
    server.play(exchange);
    int texts = OfferedAnswers.inputs(exchange);
    String[] same = Collections.nCopies(texts, "text").toArray(String[]::new);
    return model.embed(EmbeddingRequest.of(same), CONTEXT).vectors();
  }

  private List<?> transcription(boolean translated) {
    SpeechToText model = provider.transcription("m");
    if (translated) {
      server.answer(200, "{\"task\":\"translate\",\"text\":\"Good morning\"}");
    } else {
      server.play(answers.recorded(Capability.TRANSCRIPTION));
    }
    TranscriptionRequest request =
        TranscriptionRequest.newBuilder(SOUND).translated(translated).build();
    return List.of(model.transcribe(request, CONTEXT).text());
  }

  private List<?> live() throws Exception {
    return profile.capabilities().contains(Capability.LIVE_TRANSCRIPTION)
        ? LiveSessions.speak(profile)
        : List.of(provider.liveTranscription("m"));
  }

  private List<?> speech() {
    SpeechModel model = provider.speech("m");
    server.play(answers.recorded(Capability.SPEECH));
    return List.of(model.speak(SpeechRequest.of("Good morning"), CONTEXT).bytes().length);
  }

  private List<?> moderation() {
    ModerationModel model = provider.moderation("m");
    RecordedExchange exchange = answers.recorded(Capability.MODERATION);
    server.play(exchange);
    String[] same =
        Collections.nCopies(OfferedAnswers.inputs(exchange), "text").toArray(String[]::new);
    return model.moderate(ModerationRequest.of(same), CONTEXT).results();
  }

  private List<?> images() {
    ImageModel model = provider.images("m");
    server.answer(200, answers.picture());
    return model.create(ImageRequest.of("A lake"), CONTEXT).images();
  }

  private List<?> batch() {
    Batches batches = provider.batches("m");
    server.answer(200, answers.batch("begun"));
    Batch begun = batches.submit(Map.of("one", ChatRequest.of("Hi")), CONTEXT);
    server.answer(200, answers.batch("ended"));
    Batch ended = batches.find(begun.id(), CONTEXT);
    server.answer(200, answers.batchResults());
    List<BatchResult> results = new ArrayList<>();
    try (BatchResults each = batches.results(ended, CONTEXT)) {
      each.forEachRemaining(results::add);
    }
    return results.stream().map(BatchResult::reply).toList();
  }

  private List<?> count() {
    PromptCounter counter = provider.promptCounter("m");
    server.answer(200, answers.count());
    PromptCounter.Count count = counter.count(ChatRequest.of("Hi"), CONTEXT);
    return count.estimated() ? List.of() : List.of(count.tokens());
  }

  private List<?> models() {
    server.answer(200, answers.models());
    return provider.models(CONTEXT);
  }

  private List<?> key() {
    server.answer(200, answers.models());
    return provider.checkKey(CONTEXT) instanceof KeyVerdict.Accepted accepted
        ? List.of(accepted)
        : List.of();
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
