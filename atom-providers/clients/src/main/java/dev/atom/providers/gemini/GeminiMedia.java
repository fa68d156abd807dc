package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Media;
import dev.atom.providers.wire.MediaText;
import java.net.URI;
import java.net.URLConnection;
import java.util.Locale;
import java.util.Optional;

/** Writes media as parts. */
final class GeminiMedia {
  private GeminiMedia() {}

  /** A part with a medium; files uploaded before lie below the base address. */
  static JsonObjectBuilder part(Media media, String base) {
    return switch (media) {
      case Media.Inline inline -> Json.object().put("inlineData", inline(inline));
      case Media.Remote remote -> Json.object().put("fileData", file(remote.uri().toString()));
      case Media.Uploaded uploaded ->
          Json.object().put("fileData", file(address(uploaded.id(), base)));
    };
  }

  static Json.Obj inline(Media.Inline media) {
    return Json.object().put("mimeType", media.type()).put("data", MediaText.base64(media)).build();
  }

  private static Json.Obj file(String address) {
    return Json.object().put("mimeType", type(address)).put("fileUri", address).build();
  }

  /** The type that an address ends in; without it the provider looks for itself. */
  private static Optional<String> type(String address) {
    String path = Optional.ofNullable(URI.create(address).getPath()).orElse("");
    return Optional.ofNullable(
        URLConnection.guessContentTypeFromName(path.toLowerCase(Locale.ROOT)));
  }

  private static String address(String id, String base) {
    return id.contains("://") ? id : base + "/" + (id.startsWith("files/") ? id : "files/" + id);
  }
}
