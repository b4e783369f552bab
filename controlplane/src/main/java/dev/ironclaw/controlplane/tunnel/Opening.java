package dev.ironclaw.controlplane.tunnel;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A tunnel that is being opened: who asked, and the addresses that are left to try.
final class Opening {
  final TunnelGuest guest;
  final TunnelTarget target;
  final Request request;
  final Response response;
  final Callback callback;
  private Iterator<InetAddress> left = List.<InetAddress>of().iterator();

  Opening(TunnelGuest guest, TunnelTarget target, Request request, Response response, Callback callback) {
    this.guest = guest;
    this.target = target;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  void vetted(List<InetAddress> addresses) {
    left = List.copyOf(addresses).iterator();
  }

  boolean hasNext() {
    return left.hasNext();
  }

  InetAddress next() {
    return left.next();
  }
}
