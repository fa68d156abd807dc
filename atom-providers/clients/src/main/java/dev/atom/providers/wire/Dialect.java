package dev.atom.providers.wire;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Map;

/** What one provider's chat looks like. Stateless and thread-safe. */
public interface Dialect extends ErrorReader {
  /**
   * A request as JSON, the headers it needs beside the profile's, and what of it could not be
   * honoured. The headers are lists with commas: those of the profile go along.
   */
  record Body(Json.Obj json, Map<String, String> headers, List<Warning> warnings) {
    /** Returns a body that needs no headers of its own. */
    public static Body of(Json.Obj json, List<Warning> warnings) {
      return new Body(json, Map.of(), warnings);
    }
  }

  /** How the events of a stream are told apart. */
  enum Framing {
    /** Server-sent events. */
    EVENTS,
    /** A JSON object on each line. */
    LINES,
    /** The elements of one JSON array. */
    ARRAY
  }

  /** Returns where requests go, below the base address; may end in a query. */
  String path(ModelRef asked, boolean streaming);

  /**
   * Writes a request.
   *
   * @throws ModelException if the protocol has no words for a part of it
   */
  Body body(ChatRequest request, ModelRef asked, boolean streaming);

  /** Reads a whole reply; {@link RuntimeException} of any kind if it is none. */
  ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings);

  /** Returns a reader for one stream. */
  StreamReader stream(ModelRef asked, List<Warning> warnings);

  /** Returns how events are told apart in a stream of a media type. */
  default Framing framing(String mediaType) {
    return Framing.EVENTS;
  }
}
