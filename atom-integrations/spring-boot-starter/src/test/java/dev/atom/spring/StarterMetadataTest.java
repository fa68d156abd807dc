package dev.atom.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/** What is written by hand says the same as the code. */
class StarterMetadataTest {
  @Test
  void listsEveryPropertyForTheEditor() throws Exception {
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(SettingsCheck.KNOWN.keySet());
  }

  @Test
  void checksEveryPropertyThatIsBound() {
    List<String> bound = new ArrayList<>();
    for (RecordComponent group : AtomProperties.class.getRecordComponents()) {
      for (RecordComponent property : group.getType().getRecordComponents()) {
        bound.add("atom." + dashed(group) + "." + dashed(property));
      }
    }
    assertThat(bound).containsExactlyInAnyOrderElementsOf(SettingsCheck.KNOWN.keySet());
  }

  private static String dashed(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @Test
  void isFoundByBoot() {
    ImportCandidates found =
        ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader());
    assertThat(found)
        .contains(
            ApprovalsAutoConfiguration.class.getName(),
            AtomAutoConfiguration.class.getName(),
            ChatModelAutoConfiguration.class.getName(),
            KeysAutoConfiguration.class.getName(),
            KnowledgeAutoConfiguration.class.getName(),
            RouterConfigAutoConfiguration.class.getName(),
            RulesAutoConfiguration.class.getName(),
            StoreAutoConfiguration.class.getName(),
            WorkflowsAutoConfiguration.class.getName());
  }

  private static List<String> documented() throws Exception {
    // Other libraries have a file of this name too; ours is the one beside our classes.
    URI classes = AtomProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path file = Path.of(classes).resolve("META-INF/spring-configuration-metadata.json");
    Json json = Json.parse(Files.readString(file));
    List<String> names = new ArrayList<>();
    for (Json property : ((Json.Arr) ((Json.Obj) json).members().get("properties")).items()) {
      names.add(((Json.Str) ((Json.Obj) property).members().get("name")).value());
    }
    return names;
  }
}
