package dev.atom.spring;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Looks at the names of all properties below {@code atom} before any bean is made: none that is
 * unknown, looks like a key or has no effect stays unnoticed.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {
  static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("atom");

  /** What is known, with the module that gives it effect. */
  static final Map<String, Module> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(AtomProperties.STORE_PATH, Module.JDBC),
              Map.entry(AtomProperties.STORE_DATA_SOURCE, Module.JDBC),
              Map.entry(AtomProperties.VAULT_PATH, Module.VAULT),
              Map.entry(AtomProperties.VAULT_KEY_FILE, Module.VAULT),
              Map.entry(AtomProperties.KEYS_ENVIRONMENT, Module.CORE),
              Map.entry(AtomProperties.OPENAI_MODEL, Module.PROVIDERS),
              Map.entry(AtomProperties.OPENAI_BASE_URL, Module.PROVIDERS),
              Map.entry(AtomProperties.OPENAI_DIALECT, Module.PROVIDERS),
              Map.entry(AtomProperties.OPENAI_PROVIDER, Module.PROVIDERS),
              Map.entry(AtomProperties.ROUTER_CONFIG, Module.ROUTER),
              Map.entry(AtomProperties.KNOWLEDGE_PATH, Module.KNOWLEDGE),
              Map.entry(AtomProperties.KNOWLEDGE_TENANT, Module.KNOWLEDGE),
              Map.entry(RulesProperties.CONFIG, Module.RULES),
              Map.entry(RulesProperties.MAX_RULES, Module.RULES),
              Map.entry(RulesProperties.MAX_DEPTH, Module.RULES),
              Map.entry(RulesProperties.MAX_CONDITIONS, Module.RULES),
              Map.entry(RulesProperties.MAX_EFFORT, Module.RULES),
              Map.entry(TenantRulesProperties.ENABLED, Module.RULES),
              Map.entry(TenantRulesProperties.REFRESH, Module.RULES),
              Map.entry(TenantRulesProperties.IDLE, Module.RULES),
              Map.entry(TenantRulesProperties.CAPACITY, Module.RULES),
              Map.entry(TenantRulesProperties.TIDY, Module.RULES),
              Map.entry(TenantLimitsProperties.CHARACTERS, Module.RULES),
              Map.entry(TenantLimitsProperties.RULES, Module.RULES),
              Map.entry(TenantLimitsProperties.DEPTH, Module.RULES),
              Map.entry(TenantLimitsProperties.CONDITIONS, Module.RULES),
              Map.entry(TenantLimitsProperties.EFFORT, Module.RULES),
              Map.entry(TenantLimitsProperties.ACTIONS, Module.RULES),
              Map.entry(TenantLimitsProperties.FIRINGS, Module.RULES),
              Map.entry(TenantLimitsProperties.TIME, Module.RULES),
              Map.entry(TenantLimitsProperties.CHAIN, Module.RULES),
              Map.entry(WorkflowsProperties.ENABLED, Module.RULES),
              Map.entry(WorkflowsProperties.DEFINITIONS, Module.RULES),
              Map.entry(WorkflowsProperties.TENANT, Module.RULES),
              Map.entry(ApprovalsProperties.ENABLED, Module.RULES),
              Map.entry(ApprovalsProperties.LINK_PAGE, Module.RULES)));

  private static final Set<String> GROUPS =
      KNOWN.keySet().stream()
          .map(name -> ConfigurationPropertyName.of(name).getElement(1, Form.UNIFORM))
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> SECRETIVE =
      List.of("apikey", "accesskey", "secretkey", "masterkey", "secret", "password", "passphrase");

  private final Environment environment;

  SettingsCheck(Environment environment) {
    this.environment = environment;
  }

  /** A module of Atom's and a class that tells whether it is there. */
  enum Module {
    CORE("atom-core", "dev.atom.secret.KeySource"),
    JDBC("atom-jdbc", "dev.atom.jdbc.SqliteStore"),
    VAULT("atom-vault", "dev.atom.vault.Vault"),
    PROVIDERS("atom-providers", "dev.atom.providers.Provider"),
    ROUTER("atom-router", "dev.atom.router.Router"),
    KNOWLEDGE("atom-knowledge", "dev.atom.knowledge.KnowledgeBase"),
    RULES("atom-rules", "dev.atom.rules.RuleSet");

    private final String artifact;
    private final String type;

    Module(String artifact, String type) {
      this.artifact = artifact;
      this.type = type;
    }

    boolean isMissing(@Nullable ClassLoader loader) {
      return !ClassUtils.isPresent(type, loader);
    }
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource names && !isVariables(source)) {
        try (Stream<ConfigurationPropertyName> all = names.stream()) {
          all.filter(ROOT::isAncestorOf).forEach(SettingsCheck::requireKnown);
        }
      }
    }
    requireModules(beans.getBeanClassLoader());
  }

  /** The process's variables are everybody's: {@code ATOM_MASTER_KEY} is no property of ours. */
  private static boolean isVariables(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
  }

  private static void requireKnown(ConfigurationPropertyName found) {
    // An item of a list, as YAML has them.
    ConfigurationPropertyName name = found.isLastElementIndexed() ? found.getParent() : found;
    if (KNOWN.keySet().stream().map(ConfigurationPropertyName::of).anyMatch(name::equals)) {
      return;
    }
    if (isSecretive(name.getLastElement(Form.UNIFORM).toLowerCase(Locale.ROOT))) {
      throw SettingUnusable.hiddenValue(
          name.toString(),
          "looks like a key, and Atom takes none from properties",
          "remove it; put the key into the vault ("
              + AtomProperties.VAULT_PATH
              + "), or into an environment variable with "
              + AtomProperties.KEYS_ENVIRONMENT
              + "=true");
    }
    String group = name.getElement(1, Form.UNIFORM);
    if (GROUPS.contains(group)) {
      throw SettingUnusable.hiddenValue(
          name.toString(),
          "is no property of Atom's",
          "remove or correct it; there are " + String.join(", ", known(group)));
    }
  }

  private static List<String> known(String group) {
    return KNOWN.keySet().stream()
        .filter(
            name -> ConfigurationPropertyName.of(name).getElement(1, Form.UNIFORM).equals(group))
        .toList();
  }

  private static boolean isSecretive(String element) {
    return element.equals("key")
        || element.endsWith("token")
        || SECRETIVE.stream().anyMatch(element::contains);
  }

  private void requireModules(@Nullable ClassLoader loader) {
    KNOWN.forEach(
        (property, module) -> {
          if (environment.containsProperty(property) && module.isMissing(loader)) {
            throw withoutModule(property, module.artifact);
          }
        });
  }

  private SettingUnusable withoutModule(String property, String artifact) {
    String problem = "but " + artifact + " is not on the class path";
    String remedy = "add the dependency dev.atom:" + artifact + ", or remove the property";
    return property.equals(AtomProperties.OPENAI_BASE_URL) // may hold a password
        ? SettingUnusable.hiddenValue(property, problem, remedy)
        : SettingUnusable.value(property, environment.getProperty(property), problem, remedy);
  }
}
