package dev.atom.providers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.ChatReply;
import dev.atom.model.Usage;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fuzz.Fuzzer.Outcome;
import dev.atom.providers.fuzz.PlayedTransport.Answer;
import dev.atom.providers.fuzz.Subject.Reading;
import dev.atom.secret.Secret;
import dev.atom.speech.Transcript;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken answers once did, one by one. */
class FuzzFindingsTest {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final Duration LONGEST = Duration.ofSeconds(1_000_000_000);

  private final PlayedTransport played = new PlayedTransport();

  private static Answer answer(String body) {
    return new Answer(200, JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  private Object read(Profile profile, Reading reading, String body) {
    played.answer(answer(body));
    return reading.read(
        Provider.newBuilder(profile)
            .keys(ref -> Optional.of(Secret.of("sk-fuzz")))
            .transport(played.transport())
            .build());
  }

  @Test
  void modelWithABlankNameIsLeftOutOfOllamasList() {
    String body = "{\"models\":[{\"name\":\" \"},{\"name\":\"\",\"model\":\"gemma3\"}]}";
    List<?> models = (List<?>) read(Profiles.ollama(), Readings::models, body);
    assertThat(models).map(model -> ((ModelInfo) model).id()).containsExactly("gemma3");
  }

  @ParameterizedTest
  @CsvSource({"1e1000000,true", "1e-1000000,false", "1e2147483647,true", "-1e1000000,false"})
  void timeWithAHugeExponentIsBoundedAndNotWrittenOut(String seconds, boolean longest) {
    String body = "{\"text\":\"Hi\",\"duration\":" + seconds + "}";
    Profile profile = Profiles.openAi();
    Fuzzer fuzzer = new Fuzzer();
    Subject subject =
        Subject.of("time", "openai/transcription", profile, Readings::transcription, answer(body));
    fuzzer.warmUp(subject);
    // Once 296 MB for these few bytes; the fuzzer allows 2.
    assertThat(fuzzer.read(subject, answer(body))).isEqualTo(Outcome.REPLY);
    Transcript transcript = (Transcript) read(profile, Readings::transcription, body);
    assertThat(transcript.duration()).contains(longest ? LONGEST : Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1000000", "1e-1000000"})
  void wordsTimeWithAHugeExponentIsBoundedAndNotWrittenOut(String seconds) {
    String body =
        "{\"metadata\":{},\"results\":{\"channels\":[{\"alternatives\":[{\"transcript\":\"Hi\","
            + "\"words\":[{\"word\":\"Hi\",\"start\":0,\"end\":"
            + seconds
            + "}]}]}]}}";
    Fuzzer fuzzer = new Fuzzer();
    Subject subject =
        Subject.of("time", "deepgram", Profiles.deepgram(), Readings::transcription, answer(body));
    fuzzer.warmUp(subject);
    assertThat(fuzzer.read(subject, answer(body))).isEqualTo(Outcome.REPLY);
  }

  @Test
  void costAndCountsThatNobodyCouldAddAreBounded() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":"
            + "{\"prompt_tokens\":9223372036854775807,\"cost\":1e2147483647}}";
    ChatReply reply =
        (ChatReply) read(Profiles.compatible("c", "https://c.test/v1"), Readings::chat, body);
    Usage one = Usage.newBuilder().inputTokens(1).reportedUsd(Optional.of(BigDecimal.ONE)).build();
    Usage sum = reply.usage().plus(one).plus(reply.usage());
    assertThat(sum.inputTokens()).isGreaterThan(1L << 53);
    assertThat(sum.reportedUsd()).isEmpty();
  }
}
