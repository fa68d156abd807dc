package dev.atom.providers.wire;

import dev.atom.http.HttpException;
import dev.atom.json.JsonException;
import dev.atom.model.ModelException;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.speech.SpeechStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sound read from an open answer, as it is or out of events. */
public final class AudioStream implements SpeechStream {
  private final Opened opened;
  private final String mediaType;
  private final Source source;
  private final List<Warning> warnings;
  private @Nullable RuntimeException failure;
  private boolean begun;
  private boolean ended;

  /** Where sound comes from. Used by one thread. */
  public interface Source {
    /** Reads as {@link SpeechStream#read} does. */
    int read(byte[] buffer);

    /** Returns what it took, as far as is known. */
    Usage usage();
  }

  /** Reads sound from a source, which may throw what its parser throws. */
  public AudioStream(Opened opened, String mediaType, Source source, List<Warning> warnings) {
    this.opened = opened;
    this.mediaType = mediaType;
    this.source = source;
    this.warnings = List.copyOf(warnings);
  }

  /** Reads an answer that is sound through and through. */
  public static AudioStream bytes(Opened opened, Usage usage, List<Warning> warnings) {
    return new AudioStream(opened, opened.mediaType(), new Bytes(opened, usage), warnings);
  }

  private record Bytes(Opened opened, Usage usage) implements Source {
    @Override
    public int read(byte[] buffer) {
      return opened.stream().read(buffer);
    }
  }

  @Override
  public String mediaType() {
    return mediaType;
  }

  @Override
  public int read(byte[] buffer) {
    if (failure != null) {
      throw failure;
    }
    if (ended) {
      return -1;
    }
    try {
      return next(buffer);
    } catch (RuntimeException e) {
      RuntimeException told = told(e);
      failure = told;
      close();
      throw told;
    }
  }

  private int next(byte[] buffer) {
    int count = source.read(buffer);
    if (count < 0 && !begun) {
      throw opened.failures().empty();
    }
    begun = true;
    if (count < 0) {
      ended = true;
      close();
    }
    return count;
  }

  private RuntimeException told(RuntimeException e) {
    Failures failures = opened.failures();
    return switch (e) {
      case ModelException known -> known;
      case HttpException broken -> failures.inStream(broken);
      case StreamError sent -> failures.ofError(sent.error(), Optional.empty());
      case JsonException garbled -> failures.garbled();
      default -> failures.senseless(e);
    };
  }

  @Override
  public Usage usage() {
    return source.usage();
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
