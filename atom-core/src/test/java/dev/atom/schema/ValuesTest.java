package dev.atom.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  private static Field field(FieldType type) {
    Field.Builder field = Field.newBuilder("f", type);
    return type == FieldType.CHOICE
        ? field.choices(List.of("Economy", "true")).synonym("Coach", "Economy").build()
        : field.build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TEXT|'  a b '|'a b'",
        "TEXT|5.10|'5.10'",
        "TEXT|1e3|'1000'",
        "TEXT|true|'true'",
        "CHOICE|'economy'|'Economy'",
        "CHOICE|' COACH '|'Economy'",
        "CHOICE|true|'true'",
        "INTEGER|3.0|3",
        "INTEGER|'1,234,567'|1234567",
        "INTEGER|'+5'|5",
        "INTEGER|1e3|1000",
        "DECIMAL|'1,000.50'|1000.50",
        "DECIMAL|-0.1|-0.1",
        "BOOLEAN|'Yes'|true",
        "BOOLEAN|'FALSE'|false",
        "BOOLEAN|true|true",
        "DATE|'2026-11-21'|'2026-11-21'",
        "TIME|'17:30:00'|'17:30'",
        "TIME|'09:05'|'09:05'",
        "INSTANT|'2026-11-21T17:30:00+01:00'|'2026-11-21T16:30:00Z'"
      })
  void bringsValuesToTheFormOfTheirType(FieldType type, String raw, String value) {
    Values.Read read = Values.read(field(type), Json.parse(raw.replace('\'', '"')));
    assertThat(read).isEqualTo(new Values.Good(Json.parse(value.replace('\'', '"'))));
    assertThat(((Values.Good) read).value()).hasToString(value.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TEXT|' '",
        "TEXT|null",
        "TEXT|[]",
        "TEXT|{}",
        "TEXT|1e1000000000",
        "CHOICE|'first'",
        "CHOICE|1e-1000000000",
        "INTEGER|1.5",
        "INTEGER|'1,23'",
        "INTEGER|'1.234,5'",
        "INTEGER|'two'",
        "INTEGER|1e1000000000",
        "INTEGER|true",
        "INTEGER|null",
        "DECIMAL|'1e5'",
        "DECIMAL|''",
        "DECIMAL|1e-1000000000",
        "BOOLEAN|'perhaps'",
        "BOOLEAN|1",
        "DATE|'21.11.2026'",
        "DATE|'2026-02-30'",
        "DATE|20261121",
        "TIME|'25:00'",
        "TIME|'half past five'",
        "INSTANT|'2026-11-21T17:30:00'",
        "INSTANT|'tomorrow'"
      })
  void refusesWhatIsNoneOfTheType(FieldType type, String raw) {
    assertThat(Values.read(field(type), Json.parse(raw.replace('\'', '"'))))
        .isInstanceOf(Values.Bad.class);
  }

  @Test
  void messagesShowLongValuesInPartOnly() {
    Values.Bad bad = (Values.Bad) Values.read(field(FieldType.DATE), Json.of("x".repeat(10_000)));
    assertThat(bad.message()).hasSizeLessThan(200);
  }

  @Test
  void fieldsAndSchemasAreCheckedWhenTheyAreMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Field.newBuilder("Bad Name", FieldType.TEXT));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Field.newBuilder("f", FieldType.CHOICE).build());
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Field.newBuilder("f", FieldType.TEXT).choices(List.of("a")).build());
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                Field.newBuilder("f", FieldType.CHOICE)
                    .choices(List.of("a"))
                    .synonym("x", "b")
                    .build());
    Field field = field(FieldType.TEXT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schema("s", 1, List.of(field, field)))
        .withMessageContaining("two fields named \"f\"");
    assertThatIllegalArgumentException().isThrownBy(() -> new Schema("s", 0, List.of(field)));
  }
}
