-- The doctor asks whether there is one.
ALTER TABLE account ADD KEY break_glass (is_break_glass, is_active);
