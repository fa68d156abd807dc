package dev.atom.json;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter.Indenter;

/** Reads and writes JSON text by Jackson's streaming parser. */
final class JsonText {
  static final int MAX_DEPTH = 500;

  /** Depth and lengths are bounded both ways, so that what was written can be read. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(64 * 1024 * 1024)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']{2,}'");
  private static final ObjectWriteContext PRETTY =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          Indenter lines = new DefaultIndenter("  ", "\n");
          return new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        }
      };

  static final Json.Bool TRUE = new Json.Bool(true);
  static final Json.Bool FALSE = new Json.Bool(false);

  private JsonText() {}

  static Json read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return read(parser);
    } catch (JacksonException e) {
      throw fault(problem(e), e.getLocation());
    }
  }

  static Json read(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    refuseOtherEncodings(bytes, from, to);
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      return read(parser);
    } catch (JacksonException e) {
      throw fault(problem(e), e.getLocation());
    }
  }

  /** Jackson would guess UTF-16 and UTF-32; only there a text of JSON begins with such bytes. */
  private static void refuseOtherEncodings(byte[] bytes, int from, int to) {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
        throw new JsonException("not valid JSON: the bytes are not UTF-8", "", 1, i - from + 1);
      }
    }
  }

  private static Json read(JsonParser parser) {
    try {
      return whole(parser);
    } catch (StreamConstraintsException e) {
      // A limit that is exceeded comes without its place.
      throw fault(problem(e), parser.currentLocation());
    }
  }

  private static Json whole(JsonParser parser) {
    if (parser.nextToken() == null) {
      throw new JsonException("the text is empty; expected a JSON value", "", 1, 1);
    }
    Json value = value(parser);
    if (parser.nextToken() != null) {
      throw fault("more text behind the JSON value", parser.currentTokenLocation());
    }
    return value;
  }

  static String writePretty(Json value) {
    StringWriter out = new StringWriter();
    writeAll(value, FACTORY.createGenerator(PRETTY, out));
    return out.toString();
  }

  static byte[] writeUtf8(Json value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    writeAll(value, FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8));
    return out.toByteArray();
  }

  private static void writeAll(Json value, JsonGenerator generator) {
    try {
      write(value, generator);
      generator.close();
    } catch (StreamConstraintsException e) {
      throw tooDeep();
    }
  }

  static JsonException tooDeep() {
    return new JsonException(
        "can't write a value of more than " + MAX_DEPTH + " levels as JSON", "", 0, 0);
  }

  static void write(Json value, JsonGenerator out) {
    switch (value) {
      case Json.Obj object -> {
        out.writeStartObject();
        object.members().forEach((name, member) -> write(name, member, out));
        out.writeEndObject();
      }
      case Json.Arr array -> {
        out.writeStartArray();
        array.items().forEach(item -> write(item, out));
        out.writeEndArray();
      }
      case Json.Str s -> out.writeString(s.value());
      case Json.Num n -> out.writeNumber(n.value());
      case Json.Bool b -> out.writeBoolean(b.value());
      case Json.Null n -> out.writeNull();
    }
  }

  private static void write(String name, Json value, JsonGenerator out) {
    out.writeName(name);
    write(value, out);
  }

  static Json value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Str(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      case VALUE_NULL -> Json.NULL;
      default -> throw fault("expected a JSON value", parser.currentTokenLocation());
    };
  }

  private static Json number(JsonParser parser) {
    try {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        return Json.of(parser.getLongValue());
      }
      return new Json.Num(parser.getDecimalValue());
    } catch (NumberFormatException e) {
      throw fault(
          "the JSON exceeds a limit: an exponent is out of range", parser.currentTokenLocation());
    }
  }

  private static Json object(JsonParser parser) {
    Members.Builder members = new Members.Builder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (members.has(name)) {
        throw fault(
            "not valid JSON: the object has this member already", parser.currentTokenLocation());
      }
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new Json.Obj(members.build());
  }

  private static Json array(JsonParser parser) {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Json.Arr(items);
  }

  /** Jackson's words, unless they quote the text, which may be confidential. */
  private static String problem(JacksonException e) {
    String message = e.getOriginalMessage();
    if (e instanceof StreamConstraintsException) {
      return "the JSON exceeds a limit: " + message.lines().findFirst().orElse("");
    }
    if (message.startsWith("Unrecognized token")) {
      return "not valid JSON: expected a value";
    }
    return "not valid JSON: " + QUOTED.matcher(message).replaceAll("").strip();
  }

  private static JsonException fault(String problem, TokenStreamLocation at) {
    int line = at == null ? 0 : Math.max(at.getLineNr(), 0);
    int column = at == null ? 0 : Math.max(at.getColumnNr(), 0);
    return new JsonException(problem, "", line, column);
  }

  /** Writes a character that can't stand for itself in a text. */
  static void escape(char c, HexFormat hex, StringBuilder text) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> text.append("\\u").append(hex.toHexDigits(c));
    }
  }
}
