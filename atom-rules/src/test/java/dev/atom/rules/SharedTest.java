package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedTest {
  @Test
  void equalPathsAreOneObject() {
    FieldPath first = FieldPath.parse("order.total").orElseThrow();
    FieldPath again = FieldPath.parse(new String("order.total")).orElseThrow();
    assertThat(again).isSameAs(first);
    assertThat(FieldInput.of(again, FieldInput.View.DAY))
        .isSameAs(FieldInput.of(first, FieldInput.View.DAY))
        .isNotEqualTo(FieldInput.of(first, FieldInput.View.TIME));
  }

  @Test
  void moreValuesThanThereIsRoomForArePassedOnUnchanged() {
    Shared<String> shared = new Shared<>();
    for (int i = 0; i < 20_000; i++) {
      String value = "field" + i;
      assertThat(shared.of(value)).isSameAs(value);
    }
    assertThat(shared.of("field" + 19_999)).isEqualTo("field19999");
  }
}
