package dev.atom.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTranscriptionRequestTest {
  @Test
  void asksForNothingButTheTextUnlessTold() {
    LiveTranscriptionRequest request = LiveTranscriptionRequest.of(new AudioFormat(16_000, 2));
    assertThat(request.encoding()).isEqualTo(AudioEncoding.PCM);
    assertThat(request.sampleRate()).isEqualTo(16_000);
    assertThat(request.channels()).isEqualTo(2);
    assertThat(request.language()).isEmpty();
    assertThat(request.interim()).isFalse();
    assertThat(request.endOfSpeech()).isEmpty();
    assertThat(request.speakers()).isFalse();
    assertThat(request.terms()).isEmpty();
    assertThat(request.extra()).isEqualTo(Json.Obj.EMPTY);
    assertThat(request).hasToString("LiveTranscriptionRequest[PCM, 16000 Hz, channels: 2]");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LiveTranscriptionRequest.newBuilder(AudioEncoding.PCM, 0))
        .withMessageContaining("sampleRate is 0");
    LiveTranscriptionRequest.Builder builder =
        LiveTranscriptionRequest.newBuilder(AudioEncoding.PCM, 8000);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.channels(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.term(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.endOfSpeech(Duration.ZERO));
  }

  @Test
  void eventsShowNoWords() {
    LiveEvent.Stretch stretch =
        new LiveEvent.Stretch(
            "secret", List.of(), 1, 0, Duration.ZERO, Duration.ofSeconds(1), List.of());
    assertThat(new LiveEvent.Final(stretch, true, false).toString()).doesNotContain("secret");
    assertThat(new LiveEvent.Other("New", Json.of("secret")).toString()).doesNotContain("secret");
  }
}
