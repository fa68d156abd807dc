package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.Capability;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of what each provider can do stand in {@code docs/providers.md} as the profiles say and
 * the recordings prove. On a difference the right text is in {@code target/provider-tables.md}.
 */
class ProviderTableTest {
  private static final String BEGIN =
      "<!-- provider tables: generated, see ProviderTableTest -->\n";
  private static final String END = "<!-- end of provider tables -->";

  /** By what a recorded exchange shows that a provider does something in a chat. */
  private static final Map<Capability, List<String>> SHOWN =
      Map.ofEntries(
          Map.entry(Capability.TOOLS, List.of("tool_call", "parallel_tool_calls")),
          Map.entry(Capability.FORCED_TOOLS, List.of("tool_choice")),
          Map.entry(Capability.STRUCTURED_OUTPUT, List.of("json_schema")),
          Map.entry(Capability.JSON_OUTPUT, List.of("json_object")),
          Map.entry(Capability.REASONING, List.of("reasoning", "reasoning_tokens")),
          Map.entry(Capability.IMAGE_INPUT, List.of("image_input")),
          Map.entry(Capability.AUDIO_INPUT, List.of("audio_input")),
          Map.entry(Capability.FILE_INPUT, List.of("document_input")),
          Map.entry(Capability.CITATIONS, List.of("citations")),
          Map.entry(Capability.PROMPT_CACHING, List.of("cache_control")));

  /** By its operation. */
  private static final Map<Capability, String> OPERATIONS =
      Map.of(
          Capability.EMBEDDINGS, "embeddings",
          Capability.TRANSCRIPTION, "transcription",
          Capability.LIVE_TRANSCRIPTION, "transcription_ws",
          Capability.TRANSLATION, "translation",
          Capability.SPEECH, "speech",
          Capability.MODERATION, "moderation",
          Capability.TOKEN_COUNT, "count_tokens",
          Capability.MODEL_LIST, "models",
          Capability.KEY_CHECK, "models");

  @Test
  void everyProfileHasARow() {
    // One of your own server has no row.
    assertThat(AllProfiles.named()).hasSize(AllProfiles.factories().size() - 1);
  }

  @Test
  void tablesInTheDocumentationSayWhatTheProfilesSay() throws IOException {
    String tables = tables();
    Files.writeString(Path.of("target", "provider-tables.md"), tables);
    String page = Files.readString(Path.of("..", "..", "docs", "providers.md"));
    assertThat(page).contains(BEGIN).contains(END);
    String written = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
    assertThat(written).isEqualTo(tables);
  }

  private static String tables() {
    List<Capability> all = List.of(Capability.values());
    return table(all.stream().filter(Capability::ofChat).toList())
        + "\n"
        + table(all.stream().filter(capability -> !capability.ofChat()).toList());
  }

  private static String table(List<Capability> columns) {
    StringBuilder table = new StringBuilder("| provider |");
    columns.forEach(column -> table.append(' ').append(title(column)).append(" |"));
    table.append("\n| --- |").append(" :-: |".repeat(columns.size())).append('\n');
    AllProfiles.named()
        .forEach(
            (name, profile) -> {
              if (columns.stream().anyMatch(profile.capabilities()::contains)) {
                table.append("| ").append(name).append(" |");
                columns.forEach(column -> table.append(cell(profile, column)).append(" |"));
                table.append('\n');
              }
            });
    return table.toString();
  }

  private static String title(Capability column) {
    return column.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String cell(Profile profile, Capability capability) {
    if (!profile.capabilities().contains(capability)) {
      return "";
    }
    return recorded(profile, capability) ? " ●" : " ○";
  }

  private static boolean recorded(Profile profile, Capability capability) {
    return Recordings.PROVIDERS.contains(profile.id())
        && Recordings.of(profile.id()).stream()
            .filter(exchange -> exchange.status() < 300)
            .anyMatch(exchange -> shows(exchange, profile, capability));
  }

  private static boolean shows(RecordedExchange exchange, Profile profile, Capability capability) {
    if (!capability.ofChat()) {
      return exchange.operation().equals(OPERATIONS.get(capability));
    }
    boolean chat = exchange.operation().startsWith(operation(profile)) && spoken(exchange, profile);
    return chat
        && switch (capability) {
          case CHAT -> !exchange.isStream();
          case STREAMING -> exchange.isStream();
          default ->
              SHOWN.getOrDefault(capability, List.of()).stream()
                  .anyMatch(exchange.features()::contains);
        };
  }

  private static String operation(Profile profile) {
    return profile.protocol() == Protocol.OPENAI_RESPONSES ? "responses" : "chat";
  }

  /** Ollama was recorded in both of its protocols. */
  private static boolean spoken(RecordedExchange exchange, Profile profile) {
    boolean compatible = exchange.path().orElse("").startsWith("/v1/");
    return !profile.id().equals("ollama")
        || compatible == (profile.protocol() == Protocol.OPENAI_CHAT_COMPLETIONS);
  }

  @Test
  void legendCountsWhatWasRecorded() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "providers.md"));
    String counts =
        Recordings.PROVIDERS.stream()
            .map(provider -> provider + " " + Recordings.of(provider).size())
            .collect(Collectors.joining(", "));
    assertThat(page).contains(Recordings.all().size() + " recorded exchanges (" + counts + ")");
  }
}
