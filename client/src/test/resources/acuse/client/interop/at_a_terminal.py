"""Runs a program at a terminal of its own, types, and tells what came of it.

    at_a_terminal.py COLUMNS ROWS HOW PROGRAM...

Standard input tells how to go on, a word and a text in JSON a line: "await" waits until the text has
been written after all that was awaited before, "type" types it, "hangup" takes the terminal away.
The last line of output is the program's exit status; before it stands all that it wrote, in JSON.
"""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

columns, rows = int(sys.argv[1]), int(sys.argv[2])
main, side = pty.openpty()
fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
child = os.fork()
if child == 0:
    os.close(main)
    os.setsid()
    if sys.argv[3] != 'unsignalled':
        fcntl.ioctl(side, termios.TIOCSCTTY, 0)
    for descriptor in range(3):
        os.dup2(side, descriptor)
    os.close(side)
    signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv[3] == 'nohup' else signal.SIG_DFL)
    os.set_blocking(0, sys.argv[3] != 'nonblocking')
    os.execv(sys.argv[4], sys.argv[4:])
os.close(side)

written = b''
seen = 0
deadline = time.monotonic() + 40


def read(seconds):
    """Returns False when the program has closed the terminal."""
    global written
    if select.select([main], [], [], seconds)[0]:
        try:
            written += os.read(main, 65536)
        except OSError:
            return False
    return time.monotonic() < deadline


def type_in(text):
    """Reads meanwhile, for neither side waits for the other for ever."""
    while text:
        ready = select.select([main], [main], [], 1)
        if ready[0] and not read(0):
            return
        if ready[1]:
            text = text[os.write(main, text[:512]):]


for line in sys.stdin:
    word, text = json.loads(line)
    if word == 'type':
        type_in(text.encode('latin-1'))
    elif word == 'hangup':
        os.close(main)
        break
    else:
        wanted = text.encode()
        while wanted not in written[seen:] and read(1):
            pass
        if wanted not in written[seen:]:
            print(json.dumps(written.decode(errors='replace')), 'without', text, flush=True)
            os.kill(child, signal.SIGKILL)
            sys.exit(1)
        seen += written[seen:].index(wanted) + len(wanted)
else:
    while read(1):
        pass
print(json.dumps(written.decode(errors='replace')))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
