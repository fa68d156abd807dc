package dev.atom.providers.deepgram;

import dev.atom.http.HttpException;
import dev.atom.model.ModelException;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Opened;
import dev.atom.speech.SpeechStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sound as it comes. */
final class SpeakStream implements SpeechStream {
  private final Opened opened;
  private final Usage usage;
  private final List<Warning> warnings;
  private boolean any;
  private @Nullable ModelException failure;

  SpeakStream(Opened opened, Usage usage, List<Warning> warnings) {
    this.opened = opened;
    this.usage = usage;
    this.warnings = List.copyOf(warnings);
  }

  @Override
  public String mediaType() {
    return opened.mediaType();
  }

  @Override
  public int read(byte[] buffer) {
    if (failure != null) {
      throw failure;
    }
    try {
      int count = opened.stream().read(buffer);
      if (count < 0 && !any) {
        throw failed(opened.truncated());
      }
      any = true;
      return count;
    } catch (HttpException e) {
      throw failed(opened.broken(e));
    }
  }

  private ModelException failed(ModelException why) {
    failure = why;
    return why;
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public List<Warning> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    opened.close();
  }
}
