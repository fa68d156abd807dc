package dev.atom.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes JSON text by Jackson's streaming parser. */
final class JsonText {
  private static final int MAX_DEPTH = 500;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(64 * 1024 * 1024)
                  .build())
          .build();

  private JsonText() {}

  static Json read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new JsonException("the text is empty; expected a JSON value", "", 1, 1);
      }
      Json value = value(parser);
      if (parser.nextToken() != null) {
        throw fault("more text behind the JSON value", parser.currentTokenLocation());
      }
      return value;
    } catch (JacksonException e) {
      throw fault(problem(e), e.getLocation());
    }
  }

  static String write(Json value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, generator);
    }
    return out.toString();
  }

  static String writePretty(Json value) {
    return JsonBinding.pretty(value);
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
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getDecimalValue());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.NULL;
      default -> throw fault("expected a JSON value", parser.currentTokenLocation());
    };
  }

  private static Json object(JsonParser parser) {
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new Json.Obj(members);
  }

  private static Json array(JsonParser parser) {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Json.Arr(items);
  }

  private static String problem(JacksonException e) {
    return "not valid JSON: " + e.getOriginalMessage();
  }

  private static JsonException fault(String problem, TokenStreamLocation at) {
    int line = at == null ? 0 : Math.max(at.getLineNr(), 0);
    int column = at == null ? 0 : Math.max(at.getColumnNr(), 0);
    return new JsonException(problem, "", line, column);
  }
}
