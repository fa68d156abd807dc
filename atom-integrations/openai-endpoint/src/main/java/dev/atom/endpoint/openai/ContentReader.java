package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the content of messages: a text, or parts of several kinds. */
final class ContentReader {
  private static final String CONTENT = "content";

  private final List<Warning> warnings;

  ContentReader(List<Warning> warnings) {
    this.warnings = warnings;
  }

  /** Reads content that must be there. */
  List<Part> need(RequestObject message) {
    Json value = message.value(CONTENT).orElseThrow(() -> message.missing(CONTENT));
    if (value instanceof Json.Str text) {
      return List.of(Part.text(text.value()));
    }
    if (message.items(CONTENT).isEmpty()) {
      throw message.wrong(CONTENT, "has no parts");
    }
    List<Part> parts = new ArrayList<>();
    for (RequestObject part : message.objects(CONTENT)) {
      parts.add(part(part));
      part.warnOfRest(warnings);
    }
    return parts;
  }

  /** Reads content that must be there and all text. */
  List<Part> texts(RequestObject message) {
    List<Part> parts = need(message);
    if (!parts.stream().allMatch(Part.Text.class::isInstance)) {
      throw message.wrong(CONTENT, "must be text for this role");
    }
    return parts;
  }

  /** Reads what the assistant said before, if anything. */
  List<Part> said(RequestObject message) {
    boolean nothing = message.value(CONTENT).map(v -> v.equals(Json.array(List.of()))).orElse(true);
    if (nothing) {
      return List.of();
    }
    List<Part> parts = need(message);
    boolean words =
        parts.stream().allMatch(p -> p instanceof Part.Text || p instanceof Part.Refusal);
    if (!words) {
      throw message.wrong(CONTENT, "must be text or a refusal for this role");
    }
    // Models that call tools often say an empty text beside it.
    return parts.stream().filter(p -> !(p instanceof Part.Text t && t.text().isEmpty())).toList();
  }

  private Part part(RequestObject part) {
    String type = part.needText("type");
    return switch (type) {
      case "text" -> Part.text(part.needText("text"));
      case "refusal" -> new Part.Refusal(part.needText("refusal"));
      case "image_url" -> image(part);
      case "input_audio" -> audio(part.needObject("input_audio"));
      case "file" -> file(part.needObject("file"));
      default -> throw part.wrong("type", "must be text, image_url, input_audio or file");
    };
  }

  private Part image(RequestObject part) {
    // The address alone is not OpenAI's form, but many clients' own.
    if (part.value("image_url").orElse(Json.NULL) instanceof Json.Str url) {
      return Part.image(media(url.value(), part, "image_url"));
    }
    RequestObject image = part.needObject("image_url");
    Media media = media(image.needText("url"), image, "url");
    Optional<String> detail = image.text("detail");
    image.warnOfRest(warnings);
    return new Part.Image(media, detail);
  }

  private Part audio(RequestObject audio) {
    String format = audio.needText("format").toLowerCase(Locale.ROOT);
    if (!format.matches("[a-z0-9-]{1,20}")) {
      throw audio.wrong("format", "must be a format such as wav or mp3");
    }
    String type = "audio/" + (format.equals("mp3") ? "mpeg" : format);
    byte[] bytes = decoded(audio.needText("data"), audio, "data");
    audio.warnOfRest(warnings);
    return new Part.Audio(Media.inline(type, bytes), Optional.empty());
  }

  private Part file(RequestObject file) {
    Optional<String> name = file.text("filename");
    Optional<String> id = file.text("file_id");
    Media media =
        id.isPresent() && !file.has("file_data")
            ? new Media.Uploaded(id.get())
            : data(file.needText("file_data"), file, "file_data");
    file.warnOfRest(warnings);
    return new Part.File(media, name);
  }

  private static Media media(String url, RequestObject parent, String name) {
    if (url.regionMatches(true, 0, "data:", 0, 5)) {
      return data(url, parent, name);
    }
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return Media.remote(uri);
      }
    } catch (URISyntaxException e) {
      // Said below, without the address, which may carry a signature.
    }
    throw parent.wrong(name, "must be an http or https address or a data URL");
  }

  private static Media data(String url, RequestObject parent, String name) {
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(0, comma).toLowerCase(Locale.ROOT);
    if (!head.startsWith("data:") || !head.endsWith(";base64")) {
      throw parent.wrong(name, "must be a data URL in base64: data:<type>;base64,<data>");
    }
    String type = head.substring("data:".length(), head.length() - ";base64".length());
    if (!type.matches("[a-z0-9.+-]+/[a-z0-9.+-]+(;.*)?")) {
      throw parent.wrong(name, "must tell the media type: data:<type>;base64,<data>");
    }
    return Media.inline(type, decoded(url.substring(comma + 1), parent, name));
  }

  private static byte[] decoded(String base64, RequestObject parent, String name) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw parent.wrong(name, "is no valid base64");
    }
  }
}
