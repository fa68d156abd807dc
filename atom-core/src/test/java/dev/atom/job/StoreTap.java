package dev.atom.job;

import dev.atom.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;

/** Looks at each call to a store before it is made and after it; either may throw. */
interface StoreTap {
  default void before(String method, Object[] arguments) throws Exception {}

  default void after(String method, Object[] arguments) throws Exception {}

  static Store on(Store real, StoreTap tap) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              tap.before(method.getName(), given);
              try {
                Object answer = method.invoke(real, given);
                tap.after(method.getName(), given);
                return answer;
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }
}
