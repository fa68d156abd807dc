package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdedNamesTest {
  /** All texts of so many "Aa" and "BB", which have one {@code hashCode}. */
  private static List<String> alike(int parts) {
    List<String> names = List.of("");
    for (int i = 0; i < parts; i++) {
      List<String> longer = new ArrayList<>();
      for (String name : names) {
        longer.add(name + "Aa");
        longer.add(name + "BB");
      }
      names = longer;
    }
    return names;
  }

  @Test
  void namesWithOneHashCodeAreFoundAndToldApart() {
    List<String> names = alike(12);
    assertThat(names).extracting(String::hashCode).containsOnly(names.getFirst().hashCode());
    var builder = Json.object();
    for (int i = 0; i < names.size(); i++) {
      builder.put(names.get(i), i);
    }
    Json.Obj object = builder.put(names.get(7), -1).build();
    assertThat(object.members()).hasSize(names.size());
    assertThat(object.get(names.get(7))).contains(Json.of(-1));
    assertThat(object.get(names.get(4_000))).contains(Json.of(4_000));
    assertThat(object.get("AaCC")).isEmpty();
    assertThat(Json.parse(object.toString())).isEqualTo(object);
  }
}
