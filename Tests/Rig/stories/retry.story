# A receipt whose fate is unknown is printed again by a person, and says COPY.
printer ready
faults at byte 200 paper-end
sale
end
faults at byte 0 paper-loaded
printer ready
retry
end
