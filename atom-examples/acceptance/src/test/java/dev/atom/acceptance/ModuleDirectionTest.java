package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleDirectionTest {
  private static final JavaClasses CLASSES = Modules.all();

  /** Libraries that work inside a module and must not be seen from outside. */
  private static final List<String> HIDDEN =
      List.of(
          "tools.jackson.",
          "com.fasterxml.",
          "okhttp3.",
          "okio.",
          "kotlin.",
          "org.apache.lucene.",
          "com.google.crypto.",
          "com.google.protobuf.",
          "org.sqlite.",
          "org.jsoup.",
          "org.apache.pdfbox.");

  @Test
  void everyClassBelongsToAModuleOfThePlan() {
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (Modules.of(type.getPackageName()).isEmpty()) {
        strangers.add(type.getName());
      }
    }
    assertThat(strangers).isEmpty();
    assertThat(Modules.sizes(CLASSES).keySet())
        .contains("core", "rules", "vault", "http", "providers", "mock", "assistant");
  }

  @Test
  void noModuleUsesWhatThePlanForbids() {
    Set<String> violations = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String from = Modules.of(type.getPackageName()).orElseThrow();
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        Modules.of(target.getPackageName())
            .filter(to -> !to.equals(from) && !Modules.MAY_USE.get(from).contains(to))
            .ifPresent(to -> violations.add(from + " -> " + to + ": " + dependency.getDescription()));
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void theRuleEngineTouchesOnlyItsPartOfTheCore() {
    Set<String> violations = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (!type.getPackageName().startsWith("dev.atom.rules")) {
        continue;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        boolean core = Modules.of(target).filter("core"::equals).isPresent();
        if (core && !Modules.CORE_OF_RULES.contains(target)) {
          violations.add(dependency.getDescription());
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void noLibraryShowsInAPublicSignature() {
    Set<String> leaks = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (visible(type)) {
        signature(type)
            .filter(used -> HIDDEN.stream().anyMatch(used.getName()::startsWith))
            .forEach(used -> leaks.add(type.getName() + " shows " + used.getName()));
      }
    }
    assertThat(leaks).isEmpty();
  }

  private static boolean visible(JavaClass type) {
    boolean open = open(type.getModifiers());
    return open && type.getEnclosingClass().map(ModuleDirectionTest::visible).orElse(true);
  }

  private static boolean open(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> signature(JavaClass type) {
    List<JavaClass> used = new ArrayList<>(type.getAllRawInterfaces());
    used.addAll(type.getAllRawSuperclasses());
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (open(unit.getModifiers())) {
        unit.getAllInvolvedRawTypes().forEach(used::add);
        unit.getExceptionTypes().forEach(raised -> used.add(raised.toErasure()));
      }
    }
    for (JavaField field : type.getFields()) {
      if (open(field.getModifiers())) {
        used.addAll(field.getAllInvolvedRawTypes());
      }
    }
    return used.stream().map(JavaClass::getBaseComponentType);
  }
}
