package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ImageRequest;
import dev.atom.model.Media;
import dev.atom.model.Moderation;
import dev.atom.model.PromptCounter;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.TextToSpeech;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to operations beyond chat, around recorded replies where there are. */
class OpenAiOperationsGuideTest {
  private final CallContext context = CallContext.create();
  private final TestServer server = new TestServer();
  private final Provider openAi =
      Provider.newBuilder(Profiles.openAi().toBuilder().base(server.base().toString()).build())
          .keys(ref -> Optional.of(Secret.of("sk-test")))
          .build();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void replay(String file) {
    RecordedExchange exchange = Recordings.one("openai", file);
    byte[] body = exchange.bodyBytes();
    String type = exchange.responseHeaders().get("content-type").get(0);
    server.answer(exchange.status(), type, body);
  }

  @Test
  void embeddings() {
    replay("embeddings-batch");
    // @start region="embeddings"
    EmbeddingRequest request = EmbeddingRequest.of("Hello, world!", "Goodbye, world!");
    Embeddings answer = openAi.embeddings("text-embedding-3-small").embed(request, context);
    double nearness = answer.vectors().get(0).cosine(answer.vectors().get(1));
    // @end
    assertThat(nearness).isBetween(0.8, 1.0);
  }

  @Test
  void transcription() {
    replay("transcription-diarize");
    byte[] recording = {'R', 'I', 'F', 'F'};
    // @start region="transcription"
    TranscriptionRequest request =
        TranscriptionRequest.newBuilder(Media.inline("audio/wav", recording))
            .language("en")
            .speakers(true)
            .build();
    Transcript said =
        openAi.transcription("gpt-4o-transcribe-diarize").transcribe(request, context);
    List<String> lines =
        said.segments().stream()
            .map(span -> span.speaker().orElse("?") + ":" + span.text())
            .toList();
    // @end
    assertThat(lines)
        .containsExactly("A:Ruby is a programming language designed for developer happiness.");
  }

  @Test
  void speech() {
    replay("speech-default");
    ByteArrayOutputStream speaker = new ByteArrayOutputStream();
    // @start region="speech"
    SpeechRequest request = SpeechRequest.of("hello").voice("alloy");
    try (SpeechStream sound = openAi.speech("gpt-4o-mini-tts").stream(request, context)) {
      byte[] buffer = new byte[8192];
      for (int count = sound.read(buffer); count >= 0; count = sound.read(buffer)) {
        speaker.write(buffer, 0, count);
      }
    }
    // @end
    assertThat(speaker.toByteArray()).hasSize(10_752);
  }

  @Test
  void voice() {
    server.answer(200, "audio/pcm", "abcd");
    // @start region="voice"
    TextToSpeech voice =
        TextToSpeech.of(
            openAi.speech("gpt-4o-mini-tts"),
            new AudioFormat(24_000, 1),
            request -> request.voice("nova").speed(1.1));
    // @end
    assertThat(voice.speak("Hi", context).pcm()).hasSize(4);
  }

  @Test
  void moderation() {
    replay("moderation-openai");
    // @start region="moderation"
    Moderation judged =
        openAi.moderation("omni-moderation-latest").moderate("I want to harm the robots");
    List<String> harms = judged.harms().stream().map(Moderation.Category::name).toList();
    // @end
    assertThat(harms).containsExactly("violence");
  }

  @Test
  void images() {
    server.answer(200, "application/json", "{\"data\":[{\"b64_json\":\"iVBORw==\"}]}");
    // @start region="images"
    ImageRequest request = ImageRequest.newBuilder("A calm lake").size("1536x1024").build();
    Media picture = openAi.images("gpt-image-1").create(request, context).first();
    // @end
    assertThat(picture).isInstanceOf(Media.Inline.class);
  }

  @Test
  void models() {
    replay("models-openai");
    // @start region="models"
    List<String> names = openAi.models(context).stream().map(ModelInfo::id).toList();
    // @end
    assertThat(names).hasSize(82);
  }

  @Test
  void keys() {
    replay("error-401-invalid-api-key-gpt-4.1");
    // @start region="keys"
    String verdict =
        switch (openAi.checkKey(context)) {
          case KeyVerdict.Accepted accepted -> "good for " + accepted.models().size() + " models";
          case KeyVerdict.Rejected rejected -> "refused: " + rejected.code();
          case KeyVerdict.Unknown unknown -> "ask again later: " + unknown.code();
        };
    // @end
    assertThat(verdict).isEqualTo("refused: key_rejected");
  }

  @Test
  void pastedKeys() throws Exception {
    replay("models-openai");
    boolean good;
    // @start region="pasted-key"
    SecretRef ref = new SecretRef("acme", Optional.of("ada"), "openai", SecretRef.DEFAULT_NAME);
    try (Secret pasted = Secret.of("sk-ada-0123456789")) {
      KeyVerdict verdict = openAi.keyValidator().check(ref, pasted, context);
      good = verdict instanceof KeyVerdict.Accepted;
    }
    // @end
    assertThat(good).isTrue();
    assertThat(server.take().headers()).containsEntry("Authorization", "Bearer sk-ada-0123456789");
  }

  @Test
  void tokens() {
    server.answer(200, "application/json", "{\"input_tokens\":11}");
    // @start region="tokens"
    PromptCounter counter = openAi.promptCounter("gpt-5.4");
    long tokens = counter.count(ChatRequest.of("Say good morning"), context).tokens();
    // @end
    assertThat(tokens).isEqualTo(11);
  }

  @Test
  void batches() {
    String reply = Recordings.one("openai", "responses-").body().replace("\n", "");
    server.answer(
        200,
        "application/json",
        "{\"id\":\"batch_1\",\"status\":\"completed\",\"output_file_id\":\"file-out\"}");
    List<String> answers = new ArrayList<>();
    // @start region="batch-submit"
    Batches batches = openAi.batches("gpt-5.4-mini");
    Map<String, ChatRequest> requests =
        Map.of("mail-1", ChatRequest.of("Sum up …"), "mail-2", ChatRequest.of("Sum up …"));
    String id = batches.submit(requests, context).id();
    // @end
    Batch found = batches.find(id, context);
    String line = "{\"custom_id\":\"%s\",\"response\":{\"status_code\":%d,\"body\":%s}}\n";
    server.answer(
        200,
        "application/jsonl",
        line.formatted("mail-1", 200, reply)
            + line.formatted("mail-2", 429, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}"));
    // @start region="batch-results"
    // some time later, for as long as batches.find(id, context).state().over() is false
    try (BatchResults results = batches.results(found, context)) {
      while (results.hasNext()) {
        switch (results.next()) {
          case BatchResult.Answered a -> answers.add(a.id() + ": " + a.reply().finish());
          case BatchResult.Failed f -> answers.add(f.id() + ": " + f.failure().code());
        }
      }
    }
    // @end
    assertThat(answers).hasSize(2).contains("mail-2: rate_limited");
  }
}
