"""The least Streamlit chat page: it only echoes. What ours is measured against."""

import streamlit as st

st.title("Echo")
if text := st.chat_input("Say something"):
    with st.chat_message("user"):
        st.markdown(text)
    with st.chat_message("assistant"):
        st.markdown(text)
