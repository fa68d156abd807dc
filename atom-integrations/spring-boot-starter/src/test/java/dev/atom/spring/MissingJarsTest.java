package dev.atom.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Starts with the jars really missing, not only hidden from the conditions. */
class MissingJarsTest {
  private static final List<String> OPTIONAL =
      List.of(
          "dev/atom/jdbc/SqliteStore.class",
          "dev/atom/vault/Vault.class",
          "dev/atom/providers/Provider.class",
          "dev/atom/router/Router.class",
          "dev/atom/yaml/Yaml.class",
          "dev/atom/knowledge/KnowledgeBase.class",
          "dev/atom/rules/RuleSet.class");

  /** Runs in a loader of its own, and gives the names of Atom's beans. */
  static final class Program implements Supplier<List<String>> {
    Program() {}

    @Override
    public List<String> get() {
      SpringApplication application = new SpringApplication(Application.class);
      application.setWebApplicationType(WebApplicationType.NONE);
      try (ConfigurableApplicationContext context = application.run()) {
        return List.of(context.getBeanDefinitionNames()).stream()
            .filter(name -> name.matches("atom[A-Z].*"))
            .sorted()
            .toList();
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void startsWithTheCoreAlone() throws Exception {
    List<URL> present = new ArrayList<>();
    int missing = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      URL url = Path.of(entry).toUri().toURL();
      if (holdsAny(url)) {
        missing++;
      } else {
        present.add(url);
      }
    }
    assertThat(missing).isEqualTo(OPTIONAL.size());
    assertThat(beansWith(present)).containsExactly("atomClock", "atomSettingsCheck", "atomStore");
  }

  private static boolean holdsAny(URL entry) throws Exception {
    try (URLClassLoader one =
        new URLClassLoader(new URL[] {entry}, ClassLoader.getPlatformClassLoader())) {
      return OPTIONAL.stream().anyMatch(type -> one.getResource(type) != null);
    }
  }

  @SuppressWarnings("unchecked") // what get() above returns
  private static List<String> beansWith(List<URL> jars) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      var program = loader.loadClass(Program.class.getName()).getDeclaredConstructor();
      program.setAccessible(true);
      return (List<String>) ((Supplier<?>) program.newInstance()).get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
