package dev.ironclaw.controlplane.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// A writer connection whose n-th executed statement fails, transaction control included.
public final class FaultyConnection {
  private final AtomicInteger countdown = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean forGood;
  private final AtomicInteger executed = new AtomicInteger();

  /// Fails the n-th statement from now; 0 for none.
  public void fail(int nth) {
    countdown.set(nth == 0 ? Integer.MAX_VALUE : nth);
    executed.set(0);
    forGood = false;
  }

  /// Fails the n-th statement from now and all that come after it, as on a disk that is gone.
  public void failFrom(int nth) {
    fail(nth);
    forGood = true;
  }

  public int executed() {
    return executed.get();
  }

  public Connection wrap(Connection connection) {
    return proxy(Connection.class, connection);
  }

  private <T> T proxy(Class<T> type, T target) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, arguments) -> {
      if (method.getName().startsWith("execute")) {
        executed.incrementAndGet();
        int left = countdown.getAndDecrement();
        if (left == 1 || (forGood && left < 1)) {
          throw new SQLException("disk I/O error (injected)");
        }
      }
      try {
        Object result = method.invoke(target, arguments);
        return switch (result) {
          case PreparedStatement statement -> proxy(PreparedStatement.class, statement);
          case Statement statement -> proxy(Statement.class, statement);
          case null, default -> result;
        };
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }));
  }
}
