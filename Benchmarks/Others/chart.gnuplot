# Draws a series: gnuplot -e "series = 'FILE'; picture = 'PNG'" chart.gnuplot
set terminal pngcairo size 1600,900
set output picture
set xlabel "seconds"
set ylabel "messages waiting"
plot series binary format='%double%double' using 1:2 with steps title "backlog"
