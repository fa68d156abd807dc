package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.jdbc.SqliteStore;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.sqlite.SQLiteDataSource;

class StoreAutoConfigurationTest {
  private static final Subject SUBJECT = new Subject("acme", "note", "n-1");
  private static final Append APPEND =
      Append.to(SUBJECT)
          .event(new NewEvent("noted", Json.object().build(), "ada", Optional.empty()))
          .build();

  @TempDir private Path folder;

  private String setting() {
    return "atom.store.path=" + folder.resolve("atom.db");
  }

  @Test
  void keepsTheStoreInMemoryWithoutAPath() {
    application()
        .run(context -> assertThat(context.getBean(Store.class)).isInstanceOf(MemoryStore.class));
  }

  @Test
  void keepsTheStoreInAFileFromOneStartToTheNext() {
    application()
        .withPropertyValues(setting())
        .run(
            context -> {
              assertThat(context.getBean(Store.class)).isInstanceOf(SqliteStore.class);
              assertThat(context.getBean(Store.class).append(APPEND)).isEqualTo(1);
            });
    application()
        .withPropertyValues(setting())
        .run(
            context ->
                assertThat(context.getBean(Store.class).read(SUBJECT, 0, 10))
                    .extracting(event -> event.type())
                    .containsExactly("noted"));
  }

  @Test
  void keepsTheStoreInTheApplicationsDatabase() {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + folder.resolve("app.db"));
    application()
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("atom.store.data-source=true")
        .run(
            context -> {
              assertThat(context.getBean(Store.class)).isInstanceOf(SqliteStore.class);
              assertThat(context.getBean(Store.class).append(APPEND)).isEqualTo(1);
            });
    assertThat(folder.resolve("app.db")).exists();
  }

  @Test
  void refusesADatabaseThatIsNotThereAndTwoPlacesAtOnce() {
    application()
        .withPropertyValues("atom.store.data-source=true")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageContaining("atom.store.data-source")
                    .hasMessageContaining("DataSource"));
    application()
        .withPropertyValues("atom.store.data-source=true", setting())
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageContaining("atom.store.data-source")
                    .hasMessageContaining("atom.store.path"));
  }

  @Test
  void closesTheStoreWithTheApplication() {
    for (String setting : new String[] {"spring.main.banner-mode=off", setting()}) {
      AtomicReference<Store> store = new AtomicReference<>();
      application()
          .withPropertyValues(setting)
          .run(context -> store.set(context.getBean(Store.class)));
      assertThatThrownBy(() -> store.get().version(SUBJECT))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void leavesTheApplicationsOwnStoreAlone() {
    MemoryStore own = MemoryStore.create(Clock.systemUTC());
    application()
        .withBean("mine", Store.class, () -> own)
        .withPropertyValues(setting())
        .run(context -> assertThat(context.getBean(Store.class)).isSameAs(own));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void goesByTheApplicationsOwnClock() {
    Clock own = Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);
    application()
        .withBean("mine", Clock.class, () -> own)
        .withPropertyValues(setting())
        .run(
            context -> {
              assertThat(context.getBean(Clock.class)).isSameAs(own);
              Store store = context.getBean(Store.class);
              store.append(APPEND);
              assertThat(store.read(SUBJECT, 0, 1).getFirst().at()).isEqualTo(own.instant());
            });
  }

  @Test
  void givesAClockIfTheApplicationHasNone() {
    application()
        .run(context -> assertThat(context.getBean(Clock.class)).isEqualTo(Clock.systemUTC()));
  }

  @Test
  void staysInMemoryWithoutTheModule() {
    application()
        .withClassLoader(new FilteredClassLoader(SqliteStore.class))
        .run(context -> assertThat(context.getBean(Store.class)).isInstanceOf(MemoryStore.class));
  }

  @Test
  void refusesAPathWithoutTheModule() {
    application()
        .withClassLoader(new FilteredClassLoader(SqliteStore.class))
        .withPropertyValues("atom.store.path=atom.db")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessage(
                        "atom.store.path is \"atom.db\" but atom-jdbc is not on the class path;"
                            + " add the dependency dev.atom:atom-jdbc, or remove the property"));
  }

  @Test
  void refusesAPathInAMissingFolder() {
    String path = folder.resolve("missing/atom.db").toString();
    application()
        .withPropertyValues("atom.store.path=" + path)
        .run(
            context -> {
              SettingUnusable refused = refusal(context);
              assertThat(refused.property()).isEqualTo("atom.store.path");
              assertThat(refused)
                  .hasMessageContaining("atom.store.path is \"" + path + "\"")
                  .hasMessageContaining("its directory must be there");
            });
  }
}
