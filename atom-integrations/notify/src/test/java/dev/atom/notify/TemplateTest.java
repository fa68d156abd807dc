package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  @Test
  void putsValuesInTheirPlaces() {
    Template template = Template.parse("{name}, case {case_1} waits. {name}!");
    assertThat(template.placeholders()).containsExactly("name", "case_1");
    assertThat(template.render(Map.of("name", "Anna", "case_1", "4711")))
        .isEqualTo("Anna, case 4711 waits. Anna!");
  }

  @Test
  void insertsValuesAsTheyAre() {
    Template template = Template.parse("{a}{b}");
    assertThat(template.render(Map.of("a", "{b} $1 \\ <b>", "b", "}{")))
        .isEqualTo("{b} $1 \\ <b>}{");
  }

  @Test
  void doubledBracesStandForThemselves() {
    assertThat(Template.parse("{{x}} {{{x}}} }}{{").render(Map.of("x", "1")))
        .isEqualTo("{x} {1} }{");
  }

  @Test
  void textWithoutPlaceholdersStaysAsItIs() {
    assertThat(Template.parse("").render(Map.of())).isEmpty();
    assertThat(Template.parse("Grüße 🦊").render(Map.of())).isEqualTo("Grüße 🦊");
  }

  @Test
  void missingValueIsNamed() {
    assertThatThrownBy(() -> Template.parse("{name} {day}").render(Map.of("day", "Monday")))
        .isInstanceOf(TemplateMismatch.class)
        .hasMessage("no value is given for the placeholder {name}");
  }

  @Test
  void valueWithoutPlaceholderIsNamed() {
    assertThatThrownBy(() -> Template.parse("{name}").render(Map.of("name", "Anna", "Day", "x")))
        .isInstanceOf(TemplateMismatch.class)
        .hasMessage("the template has no placeholder {Day}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "a {", "{}", "{ name }", "{a.b}", "{a+b}", "{1a}", "{a", "{é}"})
  void braceThatBeginsNoPlaceholderIsRefused(String text) {
    assertThatThrownBy(() -> Template.parse(text))
        .isInstanceOf(TemplateMismatch.class)
        .hasMessageContaining("position " + text.indexOf('{'));
  }

  @Test
  void braceThatClosesNothingIsRefused() {
    assertThatThrownBy(() -> Template.parse("a } b"))
        .isInstanceOf(TemplateMismatch.class)
        .hasMessageContaining("position 2");
  }
}
