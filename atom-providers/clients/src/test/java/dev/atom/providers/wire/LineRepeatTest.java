package dev.atom.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.http.ServerSentEvent;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.providers.Profiles;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.ollama.OllamaOperations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of Ollama differ in their time; nearly all the same need no parser. */
class LineRepeatTest {
  @Test
  void nearlyEveryRecordedLineIsTakenWithoutParsing() {
    int lines = 0;
    int parsed = 0;
    for (RecordedExchange exchange : Recordings.of("ollama", "chat_stream")) {
      if (exchange.path().orElseThrow().startsWith("/api/")) {
        List<String> all = exchange.body().lines().toList();
        lines += all.size();
        parsed += parsed(all);
      }
    }
    assertThat(lines).isEqualTo(863);
    assertThat(parsed).isEqualTo(19);
  }

  private static int parsed(List<String> lines) {
    StreamReader reader =
        OllamaOperations.of(Profiles.ollama()).dialect().stream(
            new ModelRef("ollama", "asked"), List.of());
    List<ReplyEvent> events = new ArrayList<>();
    EventTemplate template = null;
    int parsed = 0;
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      String text = template == null ? null : template.match("message", bytes, 0, bytes.length);
      if (text != null) {
        reader.repeat().orElseThrow().more().accept(text, events::add);
        continue;
      }
      parsed++;
      reader.accept(new ServerSentEvent("message", line, "", true), events::add);
      template =
          reader
              .repeat()
              .flatMap(
                  r -> EventTemplate.of("message", bytes, 0, bytes.length, r.member(), r.ignored()))
              .orElse(null);
    }
    assertThat(events.getLast()).isInstanceOf(ReplyEvent.Finished.class);
    return parsed;
  }
}
