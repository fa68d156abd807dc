package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscriptionRequest;
import java.util.List;

/** One of Deepgram's two languages for live transcription. For one session and one thread. */
interface LiveMessages {
  /** The words that end a stream, in both. */
  String CLOSE = "{\"type\":\"CloseStream\"}";

  /** Returns where to listen, with all options; adds what can't be honoured to the warnings. */
  String path(ModelRef ref, LiveTranscriptionRequest request, List<Warning> warnings);

  /** Tells whether the server wants to hear of a client that has no sound to send. */
  boolean keptAlive();

  /** Tells whether the server writes down at once what it heard when it is asked to. */
  boolean flushes();

  /** Reads a message of the server that is no error. */
  LiveEvent event(Json.Obj message);

  /** Returns what was heard, as far as is known. */
  Usage usage();

  /** Returns the message that sums up; empty if there was none. */
  Json.Obj summary();
}
