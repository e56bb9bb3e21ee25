//! The operator's wish to stop: Ctrl-C or SIGTERM.

use std::fmt::{Display, Formatter};
use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Hears the operator's wish to stop, from when it was made: a signal that came earlier than it was waited for
/// is not lost. Once made, no such signal ends the program by itself.
#[derive(Debug)]
pub struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

/// How the operator asked the program to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopSignal {
    /// SIGINT, which is Ctrl-C on a terminal.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Stop {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system does not let the program hear signals.
    pub fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for either signal.
    pub async fn heard(&mut self) -> StopSignal {
        tokio::select! {
            _ = self.interrupt.recv() => StopSignal::Interrupt,
            _ = self.terminate.recv() => StopSignal::Terminate,
        }
    }

    /// Waits for SIGTERM alone, where Ctrl-C is meant for another program on the same terminal.
    pub async fn terminated(&mut self) -> StopSignal {
        self.terminate.recv().await;
        StopSignal::Terminate
    }
}

impl StopSignal {
    /// The status that a program ended by this signal exits with: 128 and the signal's number.
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

impl Display for StopSignal {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        })
    }
}

#[cfg(test)]
mod tests {
    use rustix::process::{Signal, getpid, kill_process};

    use super::*;

    #[tokio::test]
    async fn a_signal_that_comes_before_it_is_waited_for_is_heard() {
        let mut stop = Stop::listen().unwrap();
        kill_process(getpid(), Signal::TERM).unwrap();
        assert_eq!(stop.heard().await, StopSignal::Terminate);
    }
}
