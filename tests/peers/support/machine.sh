#!/usr/bin/env bash
# The first process of the machine that machine.mjs starts: turns into systemd, on a copy of this system that forgets
# what is written to it. Called in new namespaces: machine.sh FOLDER, which is empty and where FOLDER/log gets what
# systemd says.
set -euo pipefail

folder=$1
root=$folder/root
units=$root/usr/lib/systemd/system

# What is mounted from here on is seen by nobody else, and goes when the last process does.
mount --make-rprivate /
exec 9>"$folder/log"
mount -t tmpfs tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"

mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"  # settings of the kernel are not ours to change
mount -t tmpfs tmpfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup" "$root/sys/devices"
mount --rbind /sys/devices "$root/sys/devices"
mount -o remount,bind,ro "$root/sys/devices"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/dev"
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"

# None of the units of this system: of those that ours are ordered by there are empty ones.
for place in usr/lib/systemd/system usr/lib/systemd/system-generators etc/systemd/system; do
  mount -t tmpfs tmpfs "$root/$place"
done
for target in default basic sysinit multi-user sockets network network-online nss-lookup shutdown umount; do
  printf '[Unit]\nDefaultDependencies=no\n' >"$units/$target.target"
done
mkdir -p "$root/run/systemd/system/service.d"
printf '[Service]\nStandardOutput=append:/run/%%n.log\nStandardError=append:/run/%%n.log\n' \
  >"$root/run/systemd/system/service.d/log.conf"

# Where this system is a container, it may have a program by which packages start nothing.
policy=usr/sbin/policy-rc.d
[ ! -e "$root/$policy" ] || mount --bind /dev/null "$root/$policy"

# What is written to the copy, for who wants to know.
mkdir "$root/run/changes"
mount --bind "$folder/upper" "$root/run/changes"

mkfifo "$root/dev/kmsg"
(exec cat <>"$root/dev/kmsg" >&9) &

cd "$root"
mkdir -p run/outside
pivot_root . run/outside
umount --lazy run/outside
mount --make-rshared /
exec env -i container=sipwhy PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=default.target --show-status=no --log-target=kmsg
