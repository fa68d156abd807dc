package dev.atom.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.mock.MockModel;
import dev.atom.model.ChatModel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TelemetryDocTest {
  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  @Test
  void seesAModel() {
    OpenTelemetry openTelemetry = TELEMETRY.getOpenTelemetry();
    ChatModel model = MockModel.echo();
    // @start region="observe"
    ChatModel seen = ObservedModel.of(model, openTelemetry);
    String answer = seen.chat("Hello").text(); // a span and its metrics, no content
    // @end
    assertThat(answer).isEqualTo("Hello");
    assertThat(TELEMETRY.getSpans())
        .extracting(span -> span.getName())
        .containsExactly("chat echo");
  }
}
