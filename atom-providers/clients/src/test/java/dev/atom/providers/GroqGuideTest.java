package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.RateLimit;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Warning;
import dev.atom.secret.KeySource;
import dev.atom.speech.AudioEncoding;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to Groq, and what it says. */
class GroqGuideTest {
  private final GuideServer server = new GuideServer();
  private final KeySource keys = GuideServer.keys();

  record City(String city, String country) {}

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void firstCall() throws Exception {
    server.replay("groq", "chat-plain-llama3");
    Profile profile = server.here(Profiles.groq());
    // @start region="first-call"
    Provider groq = Provider.of(profile, keys); // Profiles.groq(), KeySource.environment()
    ChatReply reply = groq.chat("llama-3.3-70b-versatile").chat(ChatRequest.of("Tell me a joke"));
    List<RateLimit> left = reply.rateLimits(); // of requests and of tokens
    // @end
    assertThat(reply.text()).contains("OpenTelemetry");
    assertThat(left)
        .containsExactlyInAnyOrder(
            new RateLimit("requests", 14_400, 14_397, Duration.ofMillis(17_400)),
            new RateLimit("tokens", 30_000, 29_987, Duration.ofMillis(26)));
    assertThat(server.take().headers()).containsEntry("authorization", "Bearer key-0123456789");
  }

  @Test
  void structured() throws Exception {
    server.replay("groq", "chat-json-schema");
    Provider groq = server.provider(Profiles.groq());
    // @start region="structured"
    ChatRequest request =
        ChatRequest.of("What is the largest city in Mexico?").toBuilder()
            .format(ResponseFormat.of(City.class))
            .reasoningEffort("low")
            .build();
    ChatReply reply = groq.chat("openai/gpt-oss-120b").chat(request);
    City city = reply.as(City.class);
    // @end
    assertThat(city).isEqualTo(new City("Mexico City", "Mexico"));
    assertThat(reply.parts().getFirst()).isInstanceOf(Part.Reasoning.class);
    Json.Obj sent = server.sent();
    assertThat(sent.at("/response_format/json_schema/strict")).contains(Json.of(true));
    assertThat(sent.get("reasoning_effort")).contains(Json.of("low"));
    ChatRequest next = request.toBuilder().message(reply.toMessage()).build();
    groq.chat("openai/gpt-oss-120b").chat(next);
    assertThat(server.sent().get("messages").orElseThrow().toString())
        .doesNotContain("The user asks");
  }

  @Test
  void lesserModel() {
    Provider groq = server.provider(Profiles.groq());
    // @start region="lesser"
    Set<Capability> able =
        EnumSet.of(Capability.CHAT, Capability.STREAMING, Capability.TOOLS, Capability.JSON_OUTPUT);
    ChatModel llama = groq.chat("llama-3.3-70b-versatile", able);
    // @end
    ChatRequest typed =
        ChatRequest.of("Hi").toBuilder().format(ResponseFormat.of(City.class)).build();
    assertThatThrownBy(() -> llama.chat(typed)).isInstanceOf(CapabilityMissing.class);
    assertThat(server.waiting()).isZero();
  }

  @Test
  void transcription() {
    server.answer(200, "{\"text\":\"Hello\",\"language\":\"en\",\"duration\":1.5}");
    Provider groq = server.provider(Profiles.groq());
    // @start region="transcription"
    TranscriptionRequest request =
        TranscriptionRequest.of(Media.remote(URI.create("https://files.example/call.mp3")));
    Transcript said =
        groq.transcription("whisper-large-v3-turbo").transcribe(request, CallContext.create());
    // @end
    assertThat(said.text()).isEqualTo("Hello");
  }

  @Test
  @DisplayName("not recorded: speech has a sample rate and mu-law, and neither PCM nor AAC")
  void speech() throws Exception {
    server.answer(200, "audio/wav", "sound");
    Provider groq = server.provider(Profiles.groq());
    SpeechRequest hello = SpeechRequest.of("Hello").voice("Fritz-PlayAI");
    groq.speech("playai-tts")
        .speak(hello.encoding(AudioEncoding.MULAW).sampleRate(8000), CallContext.create());
    Json.Obj sent = server.sent();
    assertThat(sent.get("response_format")).contains(Json.of("mulaw"));
    assertThat(sent.get("sample_rate")).contains(Json.of(8000));
    for (AudioEncoding none : List.of(AudioEncoding.PCM, AudioEncoding.AAC, AudioEncoding.ALAW)) {
      assertThatThrownBy(
              () -> groq.speech("playai-tts").speak(hello.encoding(none), CallContext.create()))
          .isInstanceOf(CapabilityMissing.class);
    }
  }

  private ModelException failure(String file) {
    server.replay("groq", file);
    ChatModel model = server.provider(Profiles.groq()).chat("m");
    return catchThrowableOfType(ModelException.class, () -> model.chat("Hi"));
  }

  @Test
  void errors() {
    server.replay("groq", "error-429");
    ChatModel model = server.provider(Profiles.groq()).chat("llama-3.3-70b-versatile");
    String advice = "";
    // @start region="errors"
    try {
      model.chat("Say good morning");
    } catch (RateLimited e) {
      advice = "wait " + e.failure().retryAfter().orElse(Duration.ofSeconds(1));
    } catch (ContextTooLong e) {
      advice = "shorten it: it is more than a minute grants";
    } catch (ProviderFailed e) {
      advice = "ask again: " + e.failure().providerCode(); // such as tool_use_failed
    }
    // @end
    assertThat(advice).isEqualTo("wait PT1M0.364S");
    assertThat(failure("error-401")).isInstanceOf(KeyRejected.class);
    assertThat(failure("error-404")).isInstanceOf(ModelNotFound.class);
    assertThat(failure("error-413")).isInstanceOf(ContextTooLong.class);
  }

  @Test
  void misusedToolInAStream() {
    server.replay("groq", "chat_stream-failed");
    ChatModel model = server.provider(Profiles.groq()).chat("openai/gpt-oss-120b");
    ModelException e =
        catchThrowableOfType(
            ModelException.class,
            () -> {
              try (ReplyStream stream = model.stream(ChatRequest.of("Hi"), CallContext.create())) {
                stream.reply();
              }
            });
    assertThat(e).isInstanceOf(ProviderFailed.class);
    assertThat(e.failure().providerCode()).contains("tool_use_failed");
    assertThat(e.failure().requestId()).contains("req_01khrzq7zsfhg8aq4sbjk7z81c");
  }

  @Test
  void reasoningIsNamedNotCounted() {
    server.replay("groq", "chat-plain-llama3");
    ChatModel model = server.provider(Profiles.groq()).chat("m");
    ChatRequest counted = ChatRequest.of("Hi").toBuilder().reasoningTokens(512).build();
    assertThat(model.chat(counted).warnings())
        .extracting(Warning::code)
        .containsExactly("ignored_parameter");
  }

  @Test
  void models() {
    server.replay("groq", "models");
    Provider groq = server.provider(Profiles.groq());
    Optional<ModelInfo> turbo =
        groq.models(CallContext.create()).stream()
            .filter(model -> model.contextTokens().orElse(0) > 100_000)
            .findFirst();
    assertThat(turbo).isPresent();
  }

  @Test
  void capabilities() {
    assertThat(Profiles.groq().capabilities())
        .contains(Capability.IMAGE_INPUT, Capability.TRANSLATION, Capability.BATCH)
        .doesNotContain(
            Capability.AUDIO_INPUT,
            Capability.FILE_INPUT,
            Capability.CITATIONS,
            Capability.EMBEDDINGS,
            Capability.MODERATION,
            Capability.TOKEN_COUNT);
    Part.Audio sound = new Part.Audio(Media.inline("audio/wav", new byte[] {1}), Optional.empty());
    ChatRequest spoken = ChatRequest.newBuilder().message(ChatMessage.user(List.of(sound))).build();
    ChatModel model = server.provider(Profiles.groq()).chat("m");
    assertThatThrownBy(() -> model.chat(spoken)).isInstanceOf(CapabilityMissing.class);
    assertThat(server.waiting()).isZero();
  }
}
