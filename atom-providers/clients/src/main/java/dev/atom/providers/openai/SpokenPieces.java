package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.providers.wire.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sound in replies of chat completions: pieces of a stream, and the part of a whole reply. */
final class SpokenPieces {
  private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
  private final StringBuilder transcript = new StringBuilder();
  private final Map<String, Json> others = new LinkedHashMap<>();

  /** Takes a piece: each is encoded for itself, so that their texts can't just be joined. */
  void accept(Json.Obj piece) {
    sound.writeBytes(Base64.getDecoder().decode(Fields.text(piece, "data")));
    transcript.append(Fields.text(piece, "transcript"));
    others.putAll(piece.members());
  }

  Optional<Json> whole() {
    if (others.isEmpty()) {
      return Optional.empty();
    }
    JsonObjectBuilder json = Json.object();
    others.forEach(json::put);
    json.put("data", Base64.getEncoder().encodeToString(sound.toByteArray()));
    return Optional.of(json.put("transcript", transcript.toString()).build());
  }

  static Optional<Part.Audio> part(Json.Obj audio) {
    return Fields.filled(audio, "data")
        .map(data -> Base64.getDecoder().decode(data))
        .map(
            sound ->
                new Part.Audio(
                    Media.inline(type(sound), sound), Fields.filled(audio, "transcript")));
  }

  /** The reply does not say what was asked for; plain samples, as in streams, have no mark. */
  private static String type(byte[] sound) {
    int length = Math.min(4, sound.length);
    String mark = new String(sound, 0, length, StandardCharsets.ISO_8859_1);
    return switch (mark) {
      case "RIFF" -> "audio/wav";
      case "OggS" -> "audio/ogg";
      case "fLaC" -> "audio/flac";
      default -> mark.startsWith("ID3") || mark.startsWith("ÿû") ? "audio/mpeg" : "audio/pcm";
    };
  }
}
