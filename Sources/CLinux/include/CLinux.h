// What Swift cannot import from the C library: function-like macros, variadic functions and
// struct ucred. One function per macro, no policy.
#ifndef TILLD_CLINUX_H
#define TILLD_CLINUX_H

#include <linux/input.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <termios.h>

/// struct ucred, which Swift cannot import: what SO_PEERCRED (unix(7)) answers.
struct clinux_ucred {
  pid_t pid;
  uid_t uid;
  gid_t gid;
};

/// EVIOCGRAB (linux/input.h): exclusive use of an input device. Returns 0, or -1 with errno.
int clinux_evdev_grab(int fd, int grab);

/// EVIOCSCLOCKID (linux/input.h): stamp events with the given clock. Returns 0, or -1 with errno.
int clinux_evdev_clock(int fd, int clock);

/// EVIOCSMASK (linux/input.h): deliver no event of the given type. Returns 0, or -1 with errno.
int clinux_evdev_silence(int fd, uint32_t type);

/// pthread_setname_np(3): names the calling thread; the kernel keeps 15 bytes. Returns 0 or an errno.
int clinux_name_thread(const char *name);

// Links to printers.

/// LPGETSTATUS (linux/lp.h) of a node of usblp: the port's status byte, or -1 for anything else.
/// The driver asks the printer, and waits for it up to five seconds.
int clinux_printer_status(int fd);

/// TIOCOUTQ and SIOCOUTQ, which are one number (tty_ioctl(4), tcp(7)): bytes that were written and
/// did not reach the line, or the peer's system. -1 where there is no such count.
int clinux_unsent(int fd);

/// TIOCEXCL (tty_ioctl(4)): no other user may open the terminal. Returns 0, or -1 with errno.
int clinux_take_terminal(int fd);

/// CRTSCTS (termios(3)), whose number does not fit what Swift makes of it.
tcflag_t clinux_crtscts(void);

/// c_cc[VMIN] with VTIME 0 (termios(3)): how many bytes a read waits for. Swift has c_cc as a tuple.
void clinux_set_vmin(struct termios *settings, unsigned char bytes);

/// Makes name look-ups of the calling thread ask once and wait so long for each server
/// (resolver(3)); the default is twice five seconds.
void clinux_resolve_within(int seconds);

// Scanners.

/// EVIOCSMASK (linux/input.h): deliver only those codes of a type whose bits are set, the lowest
/// first. Returns 0, or -1 with errno.
int clinux_evdev_mask(int fd, uint32_t type, const uint8_t *codes, uint32_t count);

/// HIDIOCGRDESCSIZE and HIDIOCGRDESC (linux/hidraw.h): the report descriptor of a HID device, at
/// most 4096 bytes and at most the capacity. Returns its length, or -1 with errno.
int clinux_hidraw_descriptor(int fd, uint8_t *bytes, int capacity);

#endif
