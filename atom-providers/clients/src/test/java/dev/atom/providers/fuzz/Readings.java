package dev.atom.providers.fuzz;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.ImageRequest;
import dev.atom.model.Media;
import dev.atom.model.ModerationRequest;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;
import dev.atom.providers.Provider;
import dev.atom.providers.fuzz.Subject.Reading;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.TranscriptionRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for each operation, and reads what comes to its end. */
final class Readings {
  private static final CallContext CONTEXT = CallContext.create();
  private static final ChatRequest QUESTION = ChatRequest.of("How is the weather in Ulm?");

  private static final Usage USED =
      Usage.newBuilder()
          .inputTokens(1)
          .outputTokens(1)
          .reportedUsd(Optional.of(new BigDecimal("0.1")))
          .build();

  private Readings() {}

  static Object chat(Provider provider) {
    return used(provider.chat("m").chat(QUESTION, CONTEXT));
  }

  static Object stream(Provider provider) {
    Optional<ChatReply> reply = Optional.empty();
    try (ReplyStream stream = provider.chat("m").stream(QUESTION, CONTEXT)) {
      while (stream.hasNext()) {
        ReplyEvent event = stream.next();
        if (reply.isPresent()) {
          throw new AssertionError("after the reply comes " + event);
        }
        if (event instanceof ReplyEvent.Finished finished) {
          reply = Optional.of(finished.reply());
        }
      }
    }
    return used(reply.orElseThrow(() -> new AssertionError("neither a reply nor a failure")));
  }

  /** What came must be fit for use: to be shown, and to be sent back. */
  private static ChatReply used(ChatReply reply) {
    reply.text();
    reply.refusal();
    reply.toMessage();
    reply.usage().plus(USED);
    return reply;
  }

  static Reading embeddings(int texts) {
    EmbeddingRequest request =
        EmbeddingRequest.of(Collections.nCopies(texts, "text").toArray(String[]::new));
    return provider -> provider.embeddings("m").embed(request, CONTEXT);
  }

  static Object transcription(Provider provider) {
    Media audio = Media.inline("audio/wav", new byte[] {1, 2, 3});
    return provider.transcription("m").transcribe(TranscriptionRequest.of(audio), CONTEXT);
  }

  static Object transcriptionWithWords(Provider provider) {
    Media audio = Media.inline("audio/wav", new byte[] {1, 2, 3});
    TranscriptionRequest request = TranscriptionRequest.newBuilder(audio).wordTimes(true).build();
    return provider.transcription("whisper-1").transcribe(request, CONTEXT);
  }

  static Object speech(Provider provider) {
    return provider.speech("m").speak(SpeechRequest.of("Good morning"), CONTEXT);
  }

  static Object speechStream(Provider provider) {
    byte[] buffer = new byte[1000];
    long bytes = 0;
    try (SpeechStream stream =
        provider.speech("m").stream(SpeechRequest.of("Good morning"), CONTEXT)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        bytes += count;
      }
      return bytes + " bytes, " + stream.usage();
    }
  }

  static Reading moderation(int texts) {
    ModerationRequest request =
        ModerationRequest.of(Collections.nCopies(texts, "text").toArray(String[]::new));
    return provider -> provider.moderation("m").moderate(request, CONTEXT);
  }

  static Object images(Provider provider) {
    return provider.images("m").create(ImageRequest.of("a cat"), CONTEXT);
  }

  static Object models(Provider provider) {
    return provider.models(CONTEXT);
  }

  static Object key(Provider provider) {
    return provider.checkKey(CONTEXT);
  }

  static Object count(Provider provider) {
    return provider.promptCounter("m").count(QUESTION, CONTEXT);
  }

  static Object batch(Provider provider) {
    return provider.batches("m").find("batch_1", CONTEXT);
  }

  static Object results(Provider provider) {
    Json.Obj raw = Json.object().put("output_file_id", "file_1").build();
    Batch batch =
        new Batch(
            "batch_1",
            Batch.State.COMPLETED,
            Batch.Counts.NONE,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            raw);
    List<BatchResult> all = new ArrayList<>();
    try (BatchResults results = provider.batches("m").results(batch, CONTEXT)) {
      results.forEachRemaining(all::add);
    }
    return all;
  }
}
