# ballast_room(OUT FILE): the room with which FILE is compiled as one under BALLAST_UNITY: its folder; in three of app, which
# share most of their headers, all folders below as well.
function(ballast_room out file)
  get_filename_component(room ${file} DIRECTORY)
  string(REGEX REPLACE "^(app/(commands|data|study))/.*" "\\1" room ${room})
  set(${out} ${room} PARENT_SCOPE)
endfunction()
