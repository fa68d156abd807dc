package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values at the edge of what can be bound to Java, all of them met by a {@link JsonException}. */
class JsonLimitsTest {
  enum Shade {
    DARK {
      @Override
      public String toString() {
        return "a dark shade";
      }
    }
  }

  record Letter(char letter) {}

  record Shaded(Shade shade) {}

  record Tree(List<Tree> children) {}

  record Sorted(SortedSet<String> names) {}

  record Concrete(ArrayList<String> names) {}

  private static Object nested(int levels) {
    Object value = "inside";
    for (int i = 0; i < levels; i++) {
      value = List.of(value);
    }
    return value;
  }

  @Test
  void whatContainsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("self", map);

    assertThat(catchThrowable(() -> Json.from(list))).isInstanceOf(JsonException.class);
    assertThat(catchThrowable(() -> Json.from(map)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void fiveHundredLevelsAreWrittenAndNoMore() {
    assertThat(Json.parse(Json.from(nested(500)).toString())).isEqualTo(Json.from(nested(500)));
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.from(nested(501)));
    assertThat(catchThrowable(() -> Json.from(nested(100_000)))).isInstanceOf(JsonException.class);
  }

  @Test
  void treesOfMoreThanFiveHundredLevelsAreNotRead() {
    assertThat(tree(249).as(Tree.class).children()).hasSize(1);
    assertThat(catchThrowable(() -> tree(100_000).as(Tree.class)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("500 levels");
  }

  private static Json tree(int height) {
    Json tree = Json.object().put("children", Json.array(List.of())).build();
    for (int i = 0; i < height; i++) {
      tree = Json.object().put("children", Json.array(List.of(tree))).build();
    }
    return tree;
  }

  @Test
  void anEmptyStringIsNoCharacter() {
    JsonException refused =
        catchThrowableOfType(
            JsonException.class, () -> Json.parse("{\"letter\":\"\"}").as(Letter.class));
    assertThat(refused.path()).isEqualTo("/letter");
  }

  @Test
  void constantsAreNamedAsTheyAreRead() {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("{\"shade\":\"LIGHT\"}").as(Shaded.class))
        .withMessageContaining("one of [DARK]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void bytesOfOtherEncodingsAreRefused(String encoding) {
    byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(encoding));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(bytes))
        .withMessageContaining("UTF-8");
  }

  @Test
  void bytesAroundTheTextDoNotMatter() {
    byte[] bytes = "\0\0{\"a\":1}\0\0".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.parse(bytes, 2, bytes.length - 2)).hasToString("{\"a\":1}");
    byte[] small = "\0001\0\0\0".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.parse(small, 1, 2)).isEqualTo(Json.of(1));
  }

  @Test
  void keysOfOneNameAreNotLost() {
    Map<Object, String> map = new LinkedHashMap<>();
    map.put(1, "a number");
    map.put("1", "a text");
    JsonException refused = catchThrowableOfType(JsonException.class, () -> Json.from(map));
    assertThat(refused.path()).isEqualTo("/1");
  }

  @Test
  void collectionsThatCannotBeReadHaveNoSchemaEither() {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("{\"names\":[]}").as(Sorted.class));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("{\"names\":[]}").as(Concrete.class));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(Sorted.class));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(Concrete.class));
  }

  @Test
  void recordsOfClosedModulesSayWhatToOpen() throws ClassNotFoundException {
    Class<?> closed = Class.forName("jdk.internal.foreign.abi.Binding$VMStore");
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.object().build().as(closed))
        .withMessageContaining("opens jdk.internal.foreign.abi to dev.atom.core;");
  }
}
