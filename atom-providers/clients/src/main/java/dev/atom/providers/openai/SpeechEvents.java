package dev.atom.providers.openai;

import dev.atom.http.ServerSentEvent;
import dev.atom.http.StreamEvents;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.Usage;
import dev.atom.providers.wire.AudioStream;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Opened;
import dev.atom.providers.wire.StreamError;
import java.util.Base64;
import java.util.Optional;

/** Sound in events, as of {@code stream_format: sse}, which alone tells the tokens. */
final class SpeechEvents implements AudioStream.Source {
  private final Opened opened;
  private final StreamEvents events;
  private byte[] sound = {};
  private int position;
  private volatile Usage usage;
  private boolean done;

  SpeechEvents(Opened opened, Usage sofar) {
    this.opened = opened;
    this.events = StreamEvents.serverSent(opened.stream());
    this.usage = sofar;
  }

  @Override
  public int read(byte[] buffer) {
    while (position == sound.length) {
      if (done) {
        return -1;
      }
      advance();
    }
    int count = Math.min(buffer.length, sound.length - position);
    System.arraycopy(sound, position, buffer, 0, count);
    position += count;
    return count;
  }

  private void advance() {
    Optional<ServerSentEvent> next = events.next();
    if (next.isEmpty()) {
      throw opened.failures().truncated();
    }
    String data = next.get().data();
    if (!data.startsWith("{")) {
      return;
    }
    try {
      accept(Json.parseObject(data));
    } catch (JsonException e) {
      throw next.get().complete() ? opened.failures().garbled() : opened.failures().truncated();
    }
  }

  private void accept(Json.Obj event) {
    OpenAiErrors.read(event)
        .ifPresent(
            error -> {
              throw new StreamError(error);
            });
    switch (Fields.text(event, "type")) {
      case "speech.audio.delta" -> {
        sound = Base64.getDecoder().decode(Fields.text(event, "audio"));
        position = 0;
      }
      case "speech.audio.done" -> {
        usage = usage.plus(OperationReplies.usage(Fields.object(event, "usage")));
        done = true;
      }
      default -> {}
    }
  }

  @Override
  public Usage usage() {
    return usage;
  }
}
